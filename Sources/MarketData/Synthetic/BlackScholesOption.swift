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

/// A European option, for making quotes.
///
/// It is apart from the strategies' own pricing on purpose: quotes that came from the formula that judges them could
/// not show that it is wrong. Source: Black and Scholes, *The Pricing of Options and Corporate Liabilities*, 1973.
struct BlackScholesOption {
    /// Whether it is a call or a put.
    let kind: OptionQuote.Kind
    /// The underlying's price.
    let spot: Double
    /// The price at which the underlying changes hands.
    let strike: Double
    /// The time to expiry in years.
    let years: Double
    /// The yearly interest rate, compounded continuously.
    let rate: Double

    /// How many deviations the strike is above the forward price.
    func distance(volatility: Double) -> Double {
        (log(strike / spot) - rate * years) / (volatility * years.squareRoot())
    }

    /// What the option is worth.
    func price(volatility: Double) -> Double {
        let deviation = volatility * years.squareRoot()
        let upper = -distance(volatility: volatility) + deviation / 2
        let discounted = strike * exp(-rate * years)
        let call = spot * Self.below(upper) - discounted * Self.below(upper - deviation)
        return kind == .call ? call : call - spot + discounted
    }

    /// The chance that a normal number is below a value.
    private static func below(_ value: Double) -> Double { 0.5 * erfc(-value * 0.5.squareRoot()) }
}
