//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The newest candles that a source was asked for, kept so that they are made or fetched once and shared by all scans.
///
/// Closed candles never change. Of each length only those up to the newest end are kept, as many of an asset as were asked
/// for at most; who asks for fewer gets the last of them. Requests for an older end are answered but not remembered, so
/// the memory does not grow with time, and a capacity keeps it from growing with the number of assets. Being an actor,
/// it lets concurrent scans wait for the one that makes the candles instead of making them as well.
actor SeriesMemory {
    private struct Generation {
        let newest: Int64
        var candles: [Int: [Candle]] = [:]

        /// How many candles it holds.
        var count: Int { candles.values.reduce(0) { $0 + $1.count } }
    }

    private let capacity: Int
    private var generations: [CandleInterval: Generation] = [:]

    /// Remembers candles up to a number of them.
    init(capacity: Int = .max) {
        self.capacity = capacity
    }

    /// Gives the candles of several assets, making those that are not remembered.
    ///
    /// - Parameters:
    ///   - assets: The numbers of the assets; `nil` has no candles.
    ///   - need: How many candles of which length.
    ///   - newest: When the last of them began, in milliseconds since 1970.
    ///   - make: Makes the candles of one asset.
    /// - Returns: The candles of each asset, in the order asked.
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
        // What was made before a cancellation is kept all the same.
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
