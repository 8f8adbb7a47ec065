//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The European options on one underlying that are quoted on one exchange.
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

    /// Makes a chain from its values, which are not checked: strategies check them.
    package init(symbol: String, exchange: String, spot: Double, interestRate: Double, quotes: [OptionQuote]) {
        self.symbol = symbol
        self.exchange = exchange
        self.spot = spot
        self.interestRate = interestRate
        self.quotes = quotes
    }
}

/// The bid and ask of one option.
package struct OptionQuote: Sendable, Hashable {
    /// The holder's right at expiry.
    package enum Kind: String, Sendable, CaseIterable {
        /// The right to buy the underlying at the strike.
        case call
        /// The right to sell the underlying at the strike.
        case put
    }

    /// The kind of the option, call or put.
    package let kind: Kind
    /// The price at which the underlying changes hands, in the quote currency.
    package let strike: Double
    /// The time of expiry, in milliseconds since 1970.
    package let expiryMilliseconds: Int64
    /// The bid, in the quote currency for one unit of the underlying.
    package let bid: Double
    /// The ask, in the same unit.
    package let ask: Double

    /// Makes a quote from its values, which are not checked: strategies check them.
    package init(kind: Kind, strike: Double, expiryMilliseconds: Int64, bid: Double, ask: Double) {
        self.kind = kind
        self.strike = strike
        self.expiryMilliseconds = expiryMilliseconds
        self.bid = bid
        self.ask = ask
    }
}
