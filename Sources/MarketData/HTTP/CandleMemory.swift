//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// Closed candles, which never change, kept so that the next scan asks only for those that have closed since.
actor CandleMemory {
    /// Whose candles of which length.
    struct Key: Hashable, Sendable {
        let symbol: String
        let interval: CandleInterval
    }

    /// What was fetched: every candle of a range of times, as far as there is one.
    struct Stretch: Sendable {
        /// When the first candle that was asked for begins, in milliseconds since 1970.
        var oldest: Int64
        /// When the last one that is known for good begins.
        var newest: Int64
        /// The candles, oldest first.
        var candles: [Candle]
    }

    private let capacity: Int
    private var stretches: [Key: (stretch: Stretch, use: Int)] = [:]
    private var count = 0
    private var uses = 0

    /// Remembers candles up to a number of them.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// What is remembered.
    func stretch(_ key: Key) -> Stretch? {
        uses += 1
        stretches[key]?.use = uses
        return stretches[key]?.stretch
    }

    /// Remembers, and forgets what was not used for longest when there is too much.
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
