//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel

/// The newest candles of one listing, checked, with one column for each value.
///
/// Every value is finite, every price and volume above zero, the candles follow each other without a gap, and the last
/// one is the last that had closed. Strategies see only checked candles.
struct CandleWindow {
    /// The listing.
    let listing: Listing
    /// The highest prices, oldest first, as in all columns.
    private(set) var highs: [Double] = []
    /// The lowest prices.
    private(set) var lows: [Double] = []
    /// The last prices.
    private(set) var closes: [Double] = []
    /// The volumes in the base currency.
    private(set) var volumes: [Double] = []

    /// The last close.
    var lastClose: Double { closes[closes.count - 1] }

    /// Checks a listing's candles and takes as many of the newest as are needed.
    ///
    /// - Complexity: O(n) in the number of candles that are needed.
    static func check(_ series: MarketSeries, need: CandleNeed, at time: Date) -> Checked<CandleWindow> {
        guard need.count > 0, series.candles.count >= need.count else { return .unsound(.tooFewCandles) }
        guard let newest = need.interval.lastClosedOpenMilliseconds(at: time) else { return .unsound(.stale) }
        guard series.candles[series.candles.count - 1].openMilliseconds == newest else { return .unsound(.stale) }
        var window = CandleWindow(listing: series.listing)
        window.reserve(need.count)
        let step = need.interval.milliseconds
        var expected = newest - Int64(need.count - 1) * step
        for index in (series.candles.count - need.count)..<series.candles.count {
            let candle = series.candles[index]
            guard candle.openMilliseconds == expected else { return .unsound(.gap) }
            if let reason = candle.defect { return .unsound(reason) }
            window.append(candle)
            expected += step
        }
        return .sound(window)
    }

    private mutating func reserve(_ count: Int) {
        highs.reserveCapacity(count)
        lows.reserveCapacity(count)
        closes.reserveCapacity(count)
        volumes.reserveCapacity(count)
    }

    private mutating func append(_ candle: Candle) {
        highs.append(candle.high)
        lows.append(candle.low)
        closes.append(candle.close)
        volumes.append(candle.volume)
    }
}

extension Candle {
    /// The reason why this candle is unsound by itself, if it is.
    fileprivate var defect: OmissionReason? {
        // A sum is finite only if all its terms are, unless it overflows; then the indicators would overflow too.
        guard (open + high + low + close + volume).isFinite else { return .nonFinite }
        guard low > 0, low <= open, low <= close, open <= high, close <= high else { return .inconsistent }
        return volume > 0 ? nil : .zeroVolume
    }
}
