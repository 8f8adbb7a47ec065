//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Strategies
import Synchronization

/// The newest candles that a source was asked for, kept so that they are made or fetched once and shared by all scans.
///
/// Closed candles never change. For each need only those up to the newest end are kept: requests for an older end are
/// answered but not remembered, so the memory does not grow with time; nor with the market, since the assets beyond
/// ``capacity`` are made each time. Being an actor, it lets concurrent scans wait
/// for the one that makes the candles instead of making them as well.
actor SeriesMemory {
    private struct Generation {
        let newest: Int64
        var candles: [Int: [Candle]] = [:]
    }

    private var generations: [CandleNeed: Generation] = [:]

    /// Gives the candles of several assets, making those that are not remembered.
    ///
    /// - Parameters:
    ///   - assets: The numbers of the assets; `nil` has no candles.
    ///   - need: How many candles of which length.
    ///   - newest: When the last of them began, in milliseconds since 1970.
    ///   - make: Makes the candles of one asset.
    /// - Returns: The candles of each asset, in the order asked.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile; it is looked for between a few assets.
    func candles(
        of assets: [Int?],
        need: CandleNeed,
        newest: Int64,
        make: @Sendable (Int) -> [Candle]
    ) throws -> [[Candle]] {
        var generation = generations[need] ?? Generation(newest: newest)
        if generation.newest != newest { generation = Generation(newest: newest) }
        // What was made before a cancellation is kept all the same.
        defer { remember(generation, for: need) }
        var seen: Set<Int> = []
        var forgotten: [Int: [Candle]] = [:]
        let missing = assets.compactMap(\.self).filter { generation.candles[$0] == nil && seen.insert($0).inserted }
        // A few are not worth a second core, and leave more often for a cancellation to be seen.
        let batch = missing.count < Self.batch ? 1 : Self.batch
        for start in stride(from: 0, to: missing.count, by: batch) {
            try Task.checkCancellation()
            let part = missing[start..<min(start + batch, missing.count)]
            for (asset, candles) in Self.made(Array(part), by: make) {
                if generation.candles.count < Self.capacity {
                    generation.candles[asset] = candles
                } else {
                    forgotten[asset] = candles
                }
            }
        }
        return assets.map { $0.flatMap { generation.candles[$0] ?? forgotten[$0] } ?? [] }
    }

    /// Of how many assets the candles of a need are remembered, so that memory does not grow with the market.
    static let capacity = 1024

    /// How many assets are made by all cores together before a cancellation is looked for.
    private static let batch = 32

    /// Makes the candles of assets, on as many cores as are free.
    private static func made(_ assets: [Int], by make: @Sendable (Int) -> [Candle]) -> [Int: [Candle]] {
        guard assets.count > 1 else {
            return Dictionary(assets.map { ($0, make($0)) }) { first, _ in first }
        }
        let made = Mutex<[Int: [Candle]]>([:])
        DispatchQueue.concurrentPerform(iterations: assets.count) { index in
            let candles = make(assets[index])
            made.withLock { $0[assets[index]] = candles }
        }
        return made.withLock { $0 }
    }

    private func remember(_ generation: Generation, for need: CandleNeed) {
        if let present = generations[need], present.newest > generation.newest { return }
        generations[need] = generation
    }
}
