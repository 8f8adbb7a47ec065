//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies
import Synchronization
import Testing

@testable import MarketData

@Suite struct SeriesMemoryTests {
    private let need = CandleNeed(interval: .oneHour, count: 1)

    /// Counts how often candles had to be made.
    private final class Maker: Sendable {
        private let count = Mutex(0)

        var made: Int { count.withLock { $0 } }

        func make(_ asset: Int) -> [Candle] {
            count.withLock { $0 += 1 }
            let value = Double(asset)
            return [Candle(openMilliseconds: 0, open: value, high: value, low: value, close: value, volume: value)]
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

    @Test func `needs are remembered apart`() async throws {
        let memory = SeriesMemory()
        let maker = Maker()
        let other = CandleNeed(interval: .oneHour, count: 2)
        _ = try await memory.candles(of: [1], need: need, newest: 5, make: maker.make)
        _ = try await memory.candles(of: [1], need: other, newest: 5, make: maker.make)
        _ = try await memory.candles(of: [1], need: need, newest: 5, make: maker.make)
        #expect(maker.made == 2)
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
