//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies
import Synchronization
import Testing

@testable import MarketData

@Suite struct SeriesMemoryTests {
    private let need = CandleNeed(interval: .oneHour, count: 1)

    /// A maker of candles that counts its calls.
    private final class Maker: Sendable {
        private let count = Mutex(0)

        var made: Int { count.withLock { $0 } }

        func make(_ asset: Int) -> [Candle] { make(asset, 1) }

        /// Makes candles of an asset, numbered backwards from the newest, which is 0.
        func make(_ asset: Int, _ length: Int) -> [Candle] {
            count.withLock { $0 += 1 }
            let value = Double(asset)
            return (0..<Int64(length)).reversed().map {
                Candle(openMilliseconds: -$0, open: value, high: value, low: value, close: value, volume: value)
            }
        }
    }

    @Test func `candles of the same end are made once, also by scans at the same time`() async throws {
        let memory = SeriesMemory()
        let maker = Maker()
        try await withThrowingTaskGroup(of: [[Candle]].self) { group in
            for _ in 0..<20 {
                group.addTask { try await memory.candles(of: [1, 2, nil], need: need, newest: 5, make: maker.make) }
            }
            for try await columns in group {
                #expect(columns.map { $0.first?.close } == [1, 2, nil])
            }
        }
        #expect(maker.made == 2)
    }

    @Test func `a newer end replaces the older one, and an older one leaves the newer`() async throws {
        let memory = SeriesMemory()
        let maker = Maker()
        for (newest, made) in [(5, 1), (6, 2), (5, 3), (6, 3), (5, 4)] as [(Int64, Int)] {
            _ = try await memory.candles(of: [1], need: need, newest: newest, make: maker.make)
            #expect(maker.made == made, "after \(newest)")
        }
    }

    @Test func `who needs fewer gets the last of those that are known, and who needs more has them made`() async throws
    {
        let memory = SeriesMemory()
        let maker = Maker()
        for (count, made) in [(3, 1), (2, 1), (3, 1), (5, 2), (1, 2), (5, 2)] {
            let need = CandleNeed(interval: .oneHour, count: count)
            let columns = try await memory.candles(of: [1], need: need, newest: 5) { maker.make($0, count) }
            #expect(columns[0].map(\.openMilliseconds) == (0..<Int64(count)).reversed().map { -$0 })
            #expect(maker.made == made, "after \(count)")
        }
        let need = CandleNeed(interval: .fourHours, count: 1)
        _ = try await memory.candles(of: [1], need: need, newest: 5, make: maker.make)
        #expect(maker.made == 3, "candles of another length are others")
    }

    @Test func `what there is no room for is made anew, and what is longer takes the place of what is shorter`()
        async throws
    {
        let memory = SeriesMemory(capacity: 4)
        let maker = Maker()
        for (asset, count, made) in [(1, 3, 1), (2, 3, 2), (2, 3, 3), (1, 4, 4), (1, 4, 4), (2, 1, 5), (2, 1, 6)] {
            let need = CandleNeed(interval: .oneHour, count: count)
            _ = try await memory.candles(of: [asset], need: need, newest: 5) { maker.make($0, count) }
            #expect(maker.made == made, "after \(count) of \(asset)")
        }
    }

    @Test func `a cancelled scan stops making candles, and keeps those that it made`() async throws {
        let memory = SeriesMemory()
        let maker = Maker()
        let scan = Task {
            try await memory.candles(of: [1, 2, 3], need: need, newest: 5) { asset in
                if asset == 2 { withUnsafeCurrentTask { $0?.cancel() } }
                return maker.make(asset)
            }
        }
        await #expect(throws: CancellationError.self) { try await scan.value }
        #expect(maker.made == 2)
        _ = try await memory.candles(of: [1, 2, 3], need: need, newest: 5, make: maker.make)
        #expect(maker.made == 3)
    }
}
