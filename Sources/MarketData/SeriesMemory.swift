//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// A cache of the newest candles of a source, so that they are made or fetched once and shared by all scans.
///
/// Closed candles never change. Of each interval only those up to the newest end are kept, for each asset as many as
/// the largest request; smaller requests get the last of them. Requests for another end start over, and those for an
/// older one are not remembered, so the cache does not grow with time, and a capacity bounds its growth with the number
/// of assets. Since it is an actor, concurrent scans wait for the one that makes the candles instead of making them
/// too.
actor SeriesMemory {
    private struct Generation {
        let newest: Int64
        var candles: [Int: [Candle]] = [:]

        /// The number of candles in it.
        var count: Int { candles.values.reduce(0) { $0 + $1.count } }
    }

    private let capacity: Int
    private var generations: [CandleInterval: Generation] = [:]

    /// Makes a cache with a capacity in candles.
    init(capacity: Int = .max) {
        self.capacity = capacity
    }

    /// Returns the candles of several assets, making those that are not cached.
    ///
    /// - Parameters:
    ///   - assets: The numbers of the assets; `nil` has no candles.
    ///   - need: The number and length of the candles.
    ///   - newest: The start of the last of them, in milliseconds since 1970.
    ///   - make: Makes the candles of one asset.
    /// - Returns: The candles of each asset, in the order requested.
    /// - Throws: `CancellationError` when the task is cancelled between two assets.
    func candles(
        of assets: [Int?],
        need: CandleNeed,
        newest: Int64,
        make: @Sendable (Int) -> [Candle]
    ) throws -> [[Candle]] {
        let interval = need.interval
        var generation = generations[interval] ?? Generation(newest: newest)
        if generation.newest != newest { generation = Generation(newest: newest) }
        var room = capacity - generations.reduce(0) { $0 + ($1.key == interval ? 0 : $1.value.count) }
        room -= generation.count
        // Candles made before a cancellation are kept.
        defer { remember(generation, for: interval) }
        var columns: [[Candle]] = []
        columns.reserveCapacity(assets.count)
        for asset in assets {
            guard let asset else {
                columns.append([])
                continue
            }
            let known = generation.candles[asset] ?? []
            if known.count >= need.count {
                columns.append(known.count == need.count ? known : Array(known.suffix(max(0, need.count))))
            } else {
                try Task.checkCancellation()
                let made = make(asset)
                if made.count - known.count <= room {
                    generation.candles[asset] = made
                    room -= made.count - known.count
                }
                columns.append(made)
            }
        }
        return columns
    }

    private func remember(_ generation: Generation, for interval: CandleInterval) {
        if let present = generations[interval], present.newest > generation.newest { return }
        generations[interval] = generation
    }
}
