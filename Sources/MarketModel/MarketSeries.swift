//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The candles of one listing.
package struct MarketSeries: Sendable {
    /// What was traded.
    package let listing: Listing
    /// The candles, oldest first.
    package let candles: [Candle]

    /// Joins a listing to its candles.
    package init(listing: Listing, candles: [Candle]) {
        self.listing = listing
        self.candles = candles
    }
}

/// How much of the past a strategy looks at.
package struct CandleNeed: Sendable, Hashable {
    /// How long each candle lasts.
    package let interval: CandleInterval
    /// How many candles there have to be.
    package let count: Int

    /// States a need.
    package init(interval: CandleInterval, count: Int) {
        self.interval = interval
        self.count = count
    }
}
