//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A European option in the Black–Scholes model, for making quotes.
///
/// It is independent of the strategies' own pricing on purpose: quotes made by the formula under test could not reveal
/// an error in it. Source: Black and Scholes, *The Pricing of Options and Corporate Liabilities*, 1973.
struct BlackScholesOption {
    /// The kind of the option, call or put.
    let kind: OptionQuote.Kind
    /// The underlying's price.
    let spot: Double
    /// The strike: the price at which the underlying changes hands.
    let strike: Double
    /// The time to expiry in years.
    let years: Double
    /// The yearly interest rate, compounded continuously.
    let rate: Double

    /// Computes the distance of the strike above the forward price, in standard deviations.
    func distance(volatility: Double) -> Double {
        (log(strike / spot) - rate * years) / (volatility * years.squareRoot())
    }

    /// Computes the value of the option.
    func price(volatility: Double) -> Double {
        let deviation = volatility * years.squareRoot()
        let upper = -distance(volatility: volatility) + deviation / 2
        let discounted = strike * exp(-rate * years)
        let call = spot * Self.below(upper) - discounted * Self.below(upper - deviation)
        return kind == .call ? call : call - spot + discounted
    }

    /// Computes the probability that a standard normal number is below a value.
    private static func below(_ value: Double) -> Double { 0.5 * erfc(-value * 0.5.squareRoot()) }
}
