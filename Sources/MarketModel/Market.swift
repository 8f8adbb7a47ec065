//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// What a strategy gets to see of the markets at one time.
package struct Market: Sendable {
    /// The listings with their candles, always in the same order.
    package let series: [MarketSeries]
    /// The order books, for strategies that look at ``MarketPart/orderBooks``.
    package let orderBooks: [OrderBook]
    /// The funding rates of perpetual futures, one for each symbol and exchange.
    package let fundingRates: [FundingRate]
    /// The option quotes, by underlying.
    package let optionChains: [OptionChain]
    /// What the user holds, where that is known.
    package let portfolio: Portfolio?

    /// Puts a market together; whatever is not given is not there.
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

/// What a strategy may look at besides candles.
package enum MarketPart: String, Sendable, CaseIterable {
    /// The order books of the listings.
    case orderBooks
    /// The funding rates of perpetual futures on the listings.
    case fundingRates
    /// The options on the listings.
    case optionChains
    /// What the user holds.
    case portfolio
}
