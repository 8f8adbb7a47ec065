//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Glibc
import MarketModel

/// The symbols of a market that move, with their logarithmic prices and their returns, for comparison.
struct Universe {
    /// One symbol.
    struct Member {
        /// The listing.
        let listing: Listing
        /// The last price.
        let close: Double
        /// The logarithms of the closes, oldest first.
        let logPrices: [Double]
        /// The length of the vector of returns minus their mean: the standard deviation times the root of their count.
        let returnLength: Double
        /// The mean of the returns, in units of that length.
        let drift: Double
    }

    /// The members, in the market's order.
    private(set) var members: [Member] = []
    /// The returns of the members one after the other, each with mean 0 and length 1: their products are correlations.
    private(set) var returns: [Double] = []
    /// The number of returns of each member.
    let returnCount: Int

    /// Adds every symbol with sound candles; the others are omitted, and constant ones count as weak.
    ///
    /// - Complexity: O(n) in the number of candles.
    init(_ market: Market, need: CandleNeed, at time: Date, findings: inout StrategyFindings) {
        returnCount = need.count - 1
        returns.reserveCapacity(market.series.count * returnCount)
        var seen: Set<String> = []
        for series in market.series {
            guard seen.insert(series.listing.symbol).inserted else {
                findings.omit(series.listing, .duplicate)
                continue
            }
            switch CandleWindow.check(series, need: need, at: time) {
            case .unsound(let reason): findings.omit(series.listing, reason)
            case .sound(let window): if !add(window) { findings.signals.count(strength: 0) }
            }
        }
    }

    /// Adds a symbol unless its price is constant.
    private mutating func add(_ window: CandleWindow) -> Bool {
        let logPrices = window.closes.map { log($0) }
        let mean = (logPrices[returnCount] - logPrices[0]) / Double(returnCount)
        let start = returns.count
        var squares = 0.0
        for index in 0..<returnCount {
            let difference = logPrices[index + 1] - logPrices[index] - mean
            returns.append(difference)
            squares += difference * difference
        }
        let length = squares.squareRoot()
        // Returns that are all equal are only rounding error after their mean is subtracted.
        guard length > Self.leastLength else {
            returns.removeLast(returnCount)
            return false
        }
        for index in start..<returns.count { returns[index] /= length }
        members.append(
            Member(
                listing: window.listing,
                close: window.closes[returnCount],
                logPrices: logPrices,
                returnLength: length,
                drift: mean / length
            )
        )
        return true
    }

    /// Computes the correlation of the returns of two members.
    func correlation(_ first: Int, _ second: Int) -> Double {
        dotProduct(
            returns.span.extracting((first * returnCount)..<((first + 1) * returnCount)),
            returns.span.extracting((second * returnCount)..<((second + 1) * returnCount))
        )
    }

    private static let leastLength = 1e-11
}
