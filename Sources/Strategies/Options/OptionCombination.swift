//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// A combination of options that are bought and sold together.
struct OptionCombination {
    /// The kind of a combination.
    enum Kind: String {
        /// A put and a call sold around the price, a put and a call bought further out.
        case ironCondor = "iron_condor"
        /// Two options sold, one bought on either side of them.
        case butterfly
        /// A put and a call bought at one strike.
        case straddle
        /// An option bought, one of the same strike that expires earlier sold.
        case calendar
    }

    /// A leg of a combination: a number of one option.
    struct Leg {
        /// The option.
        let contract: OptionSurface.Contract
        /// The number bought; negative where the option is sold.
        let count: Double

        /// The cost at the tradable side of the quote; negative for a credit.
        var cost: Double { count * (count > 0 ? contract.quote.ask : contract.quote.bid) }

        /// The fair value, by the surface, less cost and fees.
        var edge: Double {
            let price = count > 0 ? contract.quote.ask : contract.quote.bid
            return count * contract.fairPrice - cost - count.magnitude * contract.fee(at: price)
        }

        /// Computes the value at its own expiry or an earlier one.
        func value(spot: Double, yearsLater: Double) -> Double {
            let model = contract.model
            let left = model.years - yearsLater
            guard left > 0 else {
                let isCall = model.kind == .call
                return count * max(0, isCall ? spot - model.strike : model.strike - spot)
            }
            let later = BlackScholes(kind: model.kind, spot: spot, strike: model.strike, rate: model.rate, years: left)
            return count * later.price(volatility: contract.fairVolatility)
        }
    }

    /// The kind of the combination.
    let kind: Kind
    /// The options it consists of.
    let legs: [Leg]

    /// The cost of all legs; negative for a credit.
    var cost: Double { legs.reduce(0) { $0 + $1.cost } }
    /// The fair value, by the surface, less cost and fees.
    var edge: Double { legs.reduce(0) { $0 + $1.edge } }
    /// The usual error of the value, which follows from that of each quote.
    var deviation: Double {
        legs.reduce(0) { sum, leg in
            let part = leg.count * leg.contract.greeks.vega * leg.contract.scale
            return sum + part * part
        }
        .squareRoot()
    }
    /// The time to the first expiry in years.
    var years: Double { legs.map(\.contract.model.years).min() ?? 0 }

    /// The greatest gain and the greatest loss at the first expiry, before fees; an unbounded gain is `nil`.
    ///
    /// The value of options of one expiry changes its slope at strikes alone. With a later expiry, the value by today's
    /// surface is searched in steps of 1 % of the strike.
    var outcomes: (gain: Double?, loss: Double) {
        let years = self.years
        let strikes = legs.map(\.contract.model.strike)
        let isCalendar = legs.contains { $0.contract.model.years > years }
        let steps = isCalendar ? (1...300).map { strikes[0] * Double($0) / 100 } : []
        let values = ([strikes[0] * 1e-6] + strikes + steps).map { spot in
            legs.reduce(-cost) { $0 + $1.value(spot: spot, yearsLater: years) }
        }
        // Beyond the last strike only a surplus of calls keeps rising; a calendar's calls cancel out.
        let slope = legs.reduce(0) { $0 + ($1.contract.model.kind == .call ? $1.count : 0) }
        return (slope > 0 ? nil : values.max() ?? 0, -(values.min() ?? 0))
    }
}
