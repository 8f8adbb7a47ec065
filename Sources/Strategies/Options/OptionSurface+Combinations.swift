//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

extension OptionSurface {
    /// The combination of each kind with the greatest edge, of all that the quotes allow.
    var bestCombinations: [OptionCombination] {
        var best: [OptionCombination.Kind: OptionCombination] = [:]
        func consider(_ kind: OptionCombination.Kind, _ legs: [OptionCombination.Leg]) {
            let combination = OptionCombination(kind: kind, legs: legs)
            if combination.edge > best[kind]?.edge ?? -.infinity { best[kind] = combination }
        }
        for (index, expiry) in expiries.enumerated() {
            let calls = expiry.contracts.filter { $0.quote.kind == .call }
            let puts = expiry.contracts.filter { $0.quote.kind == .put }
            if let legs = Self.ironCondor(calls, puts) { consider(.ironCondor, legs) }
            for wing in [calls, puts] {
                Self.forEachButterfly(wing) { consider(.butterfly, $0) }
            }
            Self.forEachMatch(calls, puts) {
                consider(.straddle, [.init(contract: $0, count: 1), .init(contract: $1, count: 1)])
            }
            guard index + 1 < expiries.count else { continue }
            for kind in OptionQuote.Kind.allCases {
                let later = expiries[index + 1].contracts.filter { $0.quote.kind == kind }
                Self.forEachMatch(kind == .call ? calls : puts, later) {
                    consider(.calendar, [.init(contract: $1, count: 1), .init(contract: $0, count: -1)])
                }
            }
        }
        return [.ironCondor, .butterfly, .straddle, .calendar].compactMap { best[$0] }
    }

    /// Finds the best spread of puts below the forward and of calls above it, whose edges add up.
    private static func ironCondor(_ calls: [Contract], _ puts: [Contract]) -> [OptionCombination.Leg]? {
        let lower = spread(puts.filter { $0.model.discountedStrike < $0.model.spot }.reversed())
        let upper = spread(calls.filter { $0.model.discountedStrike > $0.model.spot })
        guard let lower, let upper else { return nil }
        return lower + upper
    }

    /// Finds the best pair of one option sold and one bought further out; the options are ordered outwards.
    private static func spread(_ contracts: [Contract]) -> [OptionCombination.Leg]? {
        var best: (edge: Double, legs: [OptionCombination.Leg])?
        for (index, sold) in contracts.enumerated() {
            for bought in contracts[(index + 1)...] {
                let legs = [OptionCombination.Leg(contract: sold, count: -1), .init(contract: bought, count: 1)]
                let edge = legs[0].edge + legs[1].edge
                if edge > best?.edge ?? -.infinity { best = (edge, legs) }
            }
        }
        return best?.legs
    }

    /// Visits the equally wide butterflies of one kind of options, ordered by strike.
    private static func forEachButterfly(_ contracts: [Contract], _ body: ([OptionCombination.Leg]) -> Void) {
        for (index, middle) in contracts.enumerated() {
            for low in contracts[..<index] {
                let width = middle.model.strike - low.model.strike
                let high = contracts[(index + 1)...].first {
                    ($0.model.strike - middle.model.strike - width).magnitude < 1e-9 * middle.model.strike
                }
                guard let high, width > 0 else { continue }
                body([
                    .init(contract: low, count: 1), .init(contract: middle, count: -2), .init(contract: high, count: 1),
                ])
            }
        }
    }

    /// Visits the options of the same strike in two lists ordered by strike.
    private static func forEachMatch(_ first: [Contract], _ second: [Contract], _ body: (Contract, Contract) -> Void) {
        var others = second[...]
        for contract in first {
            others = others.drop { $0.model.strike < contract.model.strike }
            if let other = others.first, other.model.strike == contract.model.strike { body(contract, other) }
        }
    }
}
