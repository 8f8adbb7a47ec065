//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The European options on one underlying that one exchange quotes.
package struct OptionChain: Sendable, Hashable {
    /// The underlying, base and quote currency in upper case, such as `BTC-USDT`.
    package let symbol: String
    /// The exchange's name.
    package let exchange: String
    /// The underlying's price, in the quote currency.
    package let spot: Double
    /// The yearly interest rate, compounded continuously, as a fraction.
    package let interestRate: Double
    /// The quotes, ordered by expiry, strike and kind.
    package let quotes: [OptionQuote]

    /// Describes a chain; the values are taken as they are: strategies check them.
    package init(symbol: String, exchange: String, spot: Double, interestRate: Double, quotes: [OptionQuote]) {
        self.symbol = symbol
        self.exchange = exchange
        self.spot = spot
        self.interestRate = interestRate
        self.quotes = quotes
    }
}

/// What one option may be sold and bought for.
package struct OptionQuote: Sendable, Hashable {
    /// What its holder may do at expiry.
    package enum Kind: String, Sendable, CaseIterable {
        /// Buy the underlying at the strike.
        case call
        /// Sell the underlying at the strike.
        case put
    }

    /// Whether it is a call or a put.
    package let kind: Kind
    /// The price at which the underlying changes hands, in the quote currency.
    package let strike: Double
    /// When it expires, in milliseconds since 1970.
    package let expiryMilliseconds: Int64
    /// What it can be sold for, in the quote currency for one unit of the underlying.
    package let bid: Double
    /// What it can be bought for.
    package let ask: Double

    /// Describes a quote; the values are taken as they are: strategies check them.
    package init(kind: Kind, strike: Double, expiryMilliseconds: Int64, bid: Double, ask: Double) {
        self.kind = kind
        self.strike = strike
        self.expiryMilliseconds = expiryMilliseconds
        self.bid = bid
        self.ask = ask
    }
}
