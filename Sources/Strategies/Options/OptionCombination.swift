//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// Options that are bought and sold together.
struct OptionCombination {
    /// What such a combination is called.
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

    /// Some of one option.
    struct Leg {
        /// The option.
        let contract: OptionSurface.Contract
        /// How many are bought; negative where they are sold.
        let count: Double

        /// What it costs at the side of the quote at which it can be traded; negative where it brings something in.
        var cost: Double { count * (count > 0 ? contract.quote.ask : contract.quote.bid) }

        /// What it is worth more, by the surface, than it costs.
        var edge: Double {
            let price = count > 0 ? contract.quote.ask : contract.quote.bid
            return count * contract.fairPrice - cost - count.magnitude * contract.fee(at: price)
        }

        /// What it is worth when its expiry or an earlier one comes.
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

    /// What it is called.
    let kind: Kind
    /// Its parts.
    let legs: [Leg]

    /// What all of it costs; negative where it brings something in.
    var cost: Double { legs.reduce(0) { $0 + $1.cost } }
    /// What it is worth more than it costs, by the surface and after fees.
    var edge: Double { legs.reduce(0) { $0 + $1.edge } }
    /// How far its value is off as a rule, since each quote is.
    var deviation: Double {
        legs.reduce(0) { sum, leg in
            let part = leg.count * leg.contract.greeks.vega * leg.contract.scale
            return sum + part * part
        }
        .squareRoot()
    }
    /// When the first of its options expires, in years.
    var years: Double { legs.map(\.contract.model.years).min() ?? 0 }

    /// The greatest gain and the greatest loss when the first option expires, before fees; a gain without bound is `nil`.
    ///
    /// Options of one expiry change their slope at strikes alone. Where a later one is left, its value by today's
    /// surface is searched in steps of 1 % of the strike.
    var outcomes: (gain: Double?, loss: Double) {
        let years = self.years
        let strikes = legs.map(\.contract.model.strike)
        let isCalendar = legs.contains { $0.contract.model.years > years }
        let steps = isCalendar ? (1...300).map { strikes[0] * Double($0) / 100 } : []
        let values = ([strikes[0] * 1e-6] + strikes + steps).map { spot in
            legs.reduce(-cost) { $0 + $1.value(spot: spot, yearsLater: years) }
        }
        // Beyond the last strike only what calls are left over goes on rising; a calendar's cancel out.
        let slope = legs.reduce(0) { $0 + ($1.contract.model.kind == .call ? $1.count : 0) }
        return (slope > 0 ? nil : values.max() ?? 0, -(values.min() ?? 0))
    }
}
