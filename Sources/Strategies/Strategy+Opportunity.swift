//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

/// An opportunity before the strategy's name and the rounding for the wire are added.
struct OpportunityDraft {
    /// The symbol to trade.
    var symbol: String
    /// The exchange to trade it on.
    var exchange: String
    /// The profit if the trade succeeds, in USD, net of costs.
    var profitUSD: Double
    /// The capital that the trade requires, in USD.
    var capitalUSD: Double
    /// The strength of the signal, 0…10.
    var strength: Double
    /// The risk of an adverse move.
    var risk: RiskLevel
    /// The expected duration, such as `1-3d`.
    var timeframe: String
    /// The entry price, in the quote currency, if there is one.
    var entry: Double?
    /// The exit price, in the quote currency, if there is one.
    var exit: Double?
    /// The values that the judgement rests on, already rounded.
    var metadata: [String: MetadataValue] = [:]
}

extension Strategy {
    /// Makes an opportunity of this strategy from a draft.
    func opportunity(_ draft: OpportunityDraft, at time: Date) -> Opportunity {
        var metadata = draft.metadata
        metadata[Opportunity.signalStrengthKey] = .number(WireNumber.score(draft.strength))
        return Opportunity(
            strategyID: id,
            strategyName: name,
            opportunityType: opportunityType,
            symbol: draft.symbol,
            exchange: draft.exchange,
            profitPotentialUSD: WireNumber.cents(draft.profitUSD),
            confidenceScore: WireNumber.cents(confidence(strength: draft.strength)),
            riskLevel: draft.risk,
            requiredCapitalUSD: WireNumber.cents(draft.capitalUSD),
            estimatedTimeframe: draft.timeframe,
            entryPrice: draft.entry.map(WireNumber.price),
            exitPrice: draft.exit.map(WireNumber.price),
            metadata: metadata,
            discoveredAt: time
        )
    }

    /// Turns a strength of 0…10 into a confidence of 40…90: a score for ordering, not a probability.
    private func confidence(strength: Double) -> Double {
        40 + 5 * strength
    }
}
