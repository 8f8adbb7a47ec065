//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// Combines options that are worth more, by the volatility surface, than they cost.
///
/// Iron condors, butterflies, straddles and calendars are made of all quotes of a chain, bought at the ask and sold at
/// the bid. Each is valued by the surface of implied volatilities, a parabola for each expiry; of each kind, the one
/// with the greatest edge is judged, its value less its cost and the fees of 0.03 % of the underlying for each option.
/// It is reported where the edge is more than 4 times the usual error of the value, which follows from the usual
/// distance of the quotes from the surface. The strength is that ratio, at most 10. The loss of every combination is
/// bounded: the capital is the greatest loss, at least 1 % of the underlying, and at most 1 000 USD, since all of it
/// may be lost. Source: Lawrence McMillan, *Options as a Strategic Investment*, 2012, chapters 9, 10, 18 and 23.
///
/// It does not depend on the path of prices. Where smiles hold, with quotes that deviate by half a point or by two at
/// random and a spread of as much to either side, it reports 0.05 % of the combinations it judges (8 000 of 2 000
/// chains).
package struct ComplexStrategy: OptionStrategy {
    package let id = "complex_strategy"
    package let name = "Complex Derivatives"
    package let opportunityType = "complex_derivative"

    /// Makes the strategy with its documented parameters.
    package init() {}

    func drafts(in surface: OptionSurface, of listing: Listing) -> (drafts: [OpportunityDraft], strengths: [Double]) {
        let combinations = surface.bestCombinations
        let scores = combinations.map { max(0, $0.edge / $0.deviation) }
        let drafts = zip(combinations, scores).compactMap { combination, score in
            score > Self.leastScore ? draft(combination, score: score, on: listing) : nil
        }
        return (drafts, scores.map { min(10, $0) })
    }

    private func draft(_ combination: OptionCombination, score: Double, on listing: Listing) -> OpportunityDraft? {
        let model = combination.legs[0].contract.model
        let (gain, loss) = combination.outcomes
        let capital = max(loss, Self.leastShare * model.spot)
        let units = min(Self.budgetUSD, listing.liquidUSD) / capital
        let profit = combination.edge * units
        guard units.isFinite, profit >= 0.01, loss.isFinite, gain?.isFinite ?? true else { return nil }
        let cost = combination.cost
        let worth = cost + combination.edge
        var metadata: [String: MetadataValue] = [
            "combination": .string(combination.kind.rawValue),
            "side": .string(cost > 0 ? "debit" : "credit"),
            "legs": .string(
                combination.legs.map { "\(Int($0.count)) \($0.contract.quote.name)" }.joined(separator: ", ")
            ),
            "units": .number(WireNumber.score(units)),
            "max_loss_usd": .number(WireNumber.cents(max(0, loss) * units)),
            "max_gain_unlimited": .bool(gain == nil),
            "days_to_expiry": .number(WireNumber.score(combination.years * Self.daysInYear)),
        ]
        if let gain { metadata["max_gain_usd"] = .number(WireNumber.cents(gain * units)) }
        for (name, sensitivity) in combination.sensitivities { metadata[name] = .number(WireNumber.score(sensitivity)) }
        return OpportunityDraft(
            symbol: listing.symbol,
            exchange: listing.exchange,
            profitUSD: profit,
            capitalUSD: capital * units,
            strength: min(10, score),
            risk: combination.kind == .straddle || combination.kind == .calendar ? .mediumHigh : .high,
            timeframe: "1-7d",
            entry: cost == 0 ? nil : cost.magnitude,
            exit: worth == 0 || (worth > 0) != (cost > 0) ? nil : worth.magnitude,
            metadata: metadata
        )
    }

    private static let leastScore = 4.0
    private static let leastShare = 0.01
    private static let budgetUSD = 1000.0
    private static let daysInYear = 365.0
}

extension OptionCombination {
    /// The sensitivities of the whole combination, by their names on the wire.
    fileprivate var sensitivities: [(name: String, value: Double)] {
        func sum(_ part: (BlackScholes.Greeks) -> Double) -> Double {
            legs.reduce(0) { $0 + $1.count * part($1.contract.greeks) }
        }
        return [
            ("delta", sum(\.delta)), ("gamma", sum(\.gamma)), ("vega", sum(\.vega) / 100),
            ("theta", sum(\.theta) / 365),
        ]
    }
}
