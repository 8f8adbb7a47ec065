//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel

extension Strategy {
    /// Judges each listing once, or omits it where its candles are unsound.
    ///
    /// - Complexity: O(n) in the number of candles, besides what the judgements take.
    /// - Throws: `CancellationError` when the strategy is cancelled.
    func judged(
        _ market: Market,
        at time: Date,
        by judge: (CandleWindow, inout StrategyFindings) -> Void
    ) throws -> StrategyFindings {
        var findings = StrategyFindings()
        var seen: Set<String> = []
        for series in market.series {
            try CancellationFlag.check()
            guard seen.insert(series.listing.symbol).inserted else {
                findings.omit(series.listing, .duplicate)
                continue
            }
            switch CandleWindow.check(series, need: need, at: time) {
            case .unsound(let reason): findings.omit(series.listing, reason)
            case .sound(let window): judge(window, &findings)
            }
        }
        return findings
    }

    /// Judges the listings that have a sound order book; the others are omitted with the reason.
    ///
    /// - Throws: `CancellationError` when the strategy is cancelled.
    func judgedWithBooks(
        _ market: Market,
        at time: Date,
        by judge: (CandleWindow, TopOfBook, inout StrategyFindings) -> Void
    ) throws -> StrategyFindings {
        let books = OrderBookIndex(market.orderBooks)
        return try judged(market, at: time) { window, findings in
            switch TopOfBook.check(books.book(of: window.listing), near: window.lastClose) {
            case .unsound(let reason): findings.omit(window.listing, reason)
            case .sound(let front): judge(window, front, &findings)
            }
        }
    }

    /// Judges the listings that have funding rates, all of them sound; the others are omitted with the reason.
    ///
    /// - Throws: `CancellationError` when the strategy is cancelled.
    func judgedWithRates(
        _ market: Market,
        at time: Date,
        by judge: (CandleWindow, [FundingRate], inout StrategyFindings) -> Void
    ) throws -> StrategyFindings {
        let table = FundingTable(market.fundingRates)
        return try judged(market, at: time) { window, findings in
            switch table.check(window.listing.symbol, near: window.lastClose) {
            case .unsound(let reason): findings.omit(window.listing, reason)
            case .sound(let rates): judge(window, rates, &findings)
            }
        }
    }
}
