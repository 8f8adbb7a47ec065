//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The candles of one listing.
package struct MarketSeries: Sendable {
    /// The listing that was traded.
    package let listing: Listing
    /// The candles, oldest first.
    package let candles: [Candle]

    /// Joins a listing to its candles.
    package init(listing: Listing, candles: [Candle]) {
        self.listing = listing
        self.candles = candles
    }
}

/// The candles that a strategy needs.
package struct CandleNeed: Sendable, Hashable {
    /// The length of each candle.
    package let interval: CandleInterval
    /// The least number of candles.
    package let count: Int

    /// Makes a need from an interval and a count.
    package init(interval: CandleInterval, count: Int) {
        self.interval = interval
        self.count = count
    }
}
