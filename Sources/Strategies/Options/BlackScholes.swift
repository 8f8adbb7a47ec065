//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
package import MarketModel

/// A European option in the model of Black, Scholes and Merton: no dividends, constant volatility.
///
/// Source: Fischer Black and Myron Scholes, *The Pricing of Options and Corporate Liabilities*, 1973; John Hull,
/// *Options, Futures, and Other Derivatives*, 2018, chapter 19, for the greeks.
package struct BlackScholes: Sendable, Hashable {
    /// The kind of the option, call or put.
    package let kind: OptionQuote.Kind
    /// The underlying's price.
    package let spot: Double
    /// The strike: the price at which the underlying changes hands.
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
        /// The sensitivity to the underlying's price.
        package let delta: Double
        /// The sensitivity of the delta to the underlying's price.
        package let gamma: Double
        /// The sensitivity to the volatility, for a change of 1.
        package let vega: Double
        /// The sensitivity to the passing of time, by the year.
        package let theta: Double
        /// The sensitivity to the interest rate, for a change of 1.
        package let rho: Double
    }

    /// The present value of the strike.
    package var discountedStrike: Double { strike * exp(-rate * years) }

    /// Computes the value at a yearly volatility.
    package func price(volatility: Double) -> Double {
        let (first, second) = points(volatility)
        return spot * sign * Normal.probability(upTo: sign * first)
            - discountedStrike * sign * Normal.probability(upTo: sign * second)
    }

    /// Computes the sensitivities at a yearly volatility.
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

    /// Computes the points of the normal distribution in the formula, commonly called d₁ and d₂.
    private func points(_ volatility: Double) -> (first: Double, second: Double) {
        let deviation = volatility * years.squareRoot()
        let first = log(spot / discountedStrike) / deviation + deviation / 2
        return (first, first - deviation)
    }
}
