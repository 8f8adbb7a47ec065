//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketData
import MarketModel
import Strategies
import Synchronization
import Testing

@Suite struct PacedMarketTests {
    private let need = CandleNeed(interval: .oneHour, count: 2)
    private let time = Date(timeIntervalSince1970: 1_770_033_600)

    @Test func `each request for candles takes the pace longer, and listings take none`() async throws {
        let clock = JumpingClock()
        let source = SyntheticMarket(seed: 1, symbolCount: 3)
        let paced = PacedMarket(source, pace: .seconds(30), clock: clock)
        let listings = try await paced.listings()
        #expect(try await listings == source.listings())
        #expect(clock.now.offset == .zero)
        let found = try await paced.series(for: listings, need: need, until: time)
        #expect(clock.now.offset == .seconds(30))
        let expected = try await source.series(for: listings, need: need, until: time)
        #expect(found.map(\.candles) == expected.map(\.candles))
        _ = try await paced.series(for: listings, need: need, until: time)
        #expect(clock.now.offset == .seconds(60))
    }

    @Test(arguments: [Duration.zero, .seconds(-1)])
    func `no pace takes no time`(pace: Duration) async throws {
        let clock = JumpingClock()
        let paced = PacedMarket(SyntheticMarket(seed: 1, symbolCount: 3), pace: pace, clock: clock)
        _ = try await paced.series(for: paced.listings(), need: need, until: time)
        #expect(clock.now.offset == .zero)
        #expect(clock.sleeps == 0)
    }

    @Test(.timeLimit(.minutes(10))) func `a cancelled request ends at once`() async throws {
        let paced = PacedMarket(SyntheticMarket(seed: 1, symbolCount: 3), pace: .seconds(3600))
        let listings = try await paced.listings()
        let request = Task { try await paced.series(for: listings, need: need, until: time) }
        request.cancel()
        await #expect(throws: CancellationError.self) { try await request.value }
    }
}

/// A clock that jumps to the deadline instead of waiting.
private final class JumpingClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let state = Mutex((now: Instant(offset: .zero), sleeps: 0))

    var now: Instant { state.withLock { $0.now } }
    var sleeps: Int { state.withLock { $0.sleeps } }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.now = max(state.now, deadline)
            state.sleeps += 1
        }
    }
}
