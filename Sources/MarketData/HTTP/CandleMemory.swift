//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// An LRU cache of closed candles, which never change, so that the next scan fetches only newer ones.
actor CandleMemory {
    /// The symbol and the interval of cached candles.
    struct Key: Hashable, Sendable {
        let symbol: String
        let interval: CandleInterval
    }

    /// The candles of a contiguous range of times, as far as they exist.
    struct Stretch: Sendable {
        /// The start of the first candle requested, in milliseconds since 1970.
        var oldest: Int64
        /// The start of the last candle that is final.
        var newest: Int64
        /// The candles, oldest first.
        var candles: [Candle]
    }

    private let capacity: Int
    private var stretches: [Key: (stretch: Stretch, use: Int)] = [:]
    private var count = 0
    private var uses = 0

    /// Makes a cache with a capacity in candles.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Returns the cached candles of a key.
    func stretch(_ key: Key) -> Stretch? {
        uses += 1
        stretches[key]?.use = uses
        return stretches[key]?.stretch
    }

    /// Stores candles, and evicts the least recently used ones above the capacity.
    func keep(_ stretch: Stretch, for key: Key) {
        uses += 1
        count += stretch.candles.count - (stretches[key]?.stretch.candles.count ?? 0)
        stretches[key] = (stretch, uses)
        while count > capacity, let eldest = stretches.min(by: { $0.value.use < $1.value.use }) {
            count -= eldest.value.stretch.candles.count
            stretches[eldest.key] = nil
        }
    }
}
