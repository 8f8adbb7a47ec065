//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
package import MarketModel

/// A European option as Black, Scholes and Merton value it: an underlying without dividends, a constant volatility.
///
/// Source: Fischer Black and Myron Scholes, *The Pricing of Options and Corporate Liabilities*, 1973; John Hull,
/// *Options, Futures, and Other Derivatives*, 2018, chapter 19, for the greeks.
package struct BlackScholes: Sendable, Hashable {
    /// Whether it is a call or a put.
    package let kind: OptionQuote.Kind
    /// The underlying's price.
    package let spot: Double
    /// The price at which the underlying changes hands.
    package let strike: Double
    /// The yearly interest rate, compounded continuously.
    package let rate: Double
    /// The time to expiry in years.
    package let years: Double

    /// Describes an option; spot, strike and years are above zero.
    package init(kind: OptionQuote.Kind, spot: Double, strike: Double, rate: Double, years: Double) {
        self.kind = kind
        self.spot = spot
        self.strike = strike
        self.rate = rate
        self.years = years
    }

    /// The sensitivities of a price.
    package struct Greeks: Sendable, Hashable {
        /// To the underlying's price.
        package let delta: Double
        /// Of the delta to the underlying's price.
        package let gamma: Double
        /// To the volatility, for a change of 1.
        package let vega: Double
        /// To the passing of time, by the year.
        package let theta: Double
        /// To the interest rate, for a change of 1.
        package let rho: Double
    }

    /// The strike as of today.
    package var discountedStrike: Double { strike * exp(-rate * years) }

    /// Computes the value at a volatility by the year.
    package func price(volatility: Double) -> Double {
        let (first, second) = points(volatility)
        return spot * sign * Normal.probability(upTo: sign * first)
            - discountedStrike * sign * Normal.probability(upTo: sign * second)
    }

    /// Computes the sensitivities at a volatility by the year.
    package func greeks(volatility: Double) -> Greeks {
        let (first, second) = points(volatility)
        let density = Normal.density(first)
        let deviation = volatility * years.squareRoot()
        let exercised = discountedStrike * Normal.probability(upTo: sign * second)
        return Greeks(
            delta: sign * Normal.probability(upTo: sign * first),
            gamma: density / (spot * deviation),
            vega: spot * density * years.squareRoot(),
            theta: -spot * density * volatility / (2 * years.squareRoot()) - sign * rate * exercised,
            rho: sign * years * exercised
        )
    }

    /// 1 for a call, −1 for a put.
    private var sign: Double { kind == .call ? 1 : -1 }

    /// The points of the normal distribution that the formula is about, by custom called d₁ and d₂.
    private func points(_ volatility: Double) -> (first: Double, second: Double) {
        let deviation = volatility * years.squareRoot()
        let first = log(spot / discountedStrike) / deviation + deviation / 2
        return (first, first - deviation)
    }
}
