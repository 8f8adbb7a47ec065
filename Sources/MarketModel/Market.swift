//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A snapshot of the markets for a strategy.
package struct Market: Sendable {
    /// The listings with their candles, always in the same order.
    package let series: [MarketSeries]
    /// The order books, for strategies that need ``MarketPart/orderBooks``.
    package let orderBooks: [OrderBook]
    /// The funding rates of perpetual futures, one for each symbol and exchange.
    package let fundingRates: [FundingRate]
    /// The option quotes, by underlying.
    package let optionChains: [OptionChain]
    /// The user's portfolio, if it is known.
    package let portfolio: Portfolio?

    /// Makes a market; parts that are not given are empty.
    package init(
        series: [MarketSeries],
        orderBooks: [OrderBook] = [],
        fundingRates: [FundingRate] = [],
        optionChains: [OptionChain] = [],
        portfolio: Portfolio? = nil
    ) {
        self.series = series
        self.orderBooks = orderBooks
        self.fundingRates = fundingRates
        self.optionChains = optionChains
        self.portfolio = portfolio
    }
}

/// A part of a market that a strategy may need besides candles.
package enum MarketPart: String, Sendable, CaseIterable {
    /// The order books of the listings.
    case orderBooks
    /// The funding rates of perpetual futures on the listings.
    case fundingRates
    /// The options on the listings.
    case optionChains
    /// The user's portfolio.
    case portfolio
}
