//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

/// What a strategy says of an opportunity; the strategy's own name and the rounding for the wire are added to it.
struct OpportunityDraft {
    /// What to trade.
    var symbol: String
    /// Where to trade it.
    var exchange: String
    /// What it yields if it works out, in USD, net of costs.
    var profitUSD: Double
    /// What has to be put in, in USD.
    var capitalUSD: Double
    /// How strong the signal is, 0…10.
    var strength: Double
    /// How much it may move the wrong way.
    var risk: RiskLevel
    /// How long it is expected to take, such as `1-3d`.
    var timeframe: String
    /// The price to get in at, in the quote currency, where there is one.
    var entry: Double?
    /// The price to get out at, in the quote currency, where there is one.
    var exit: Double?
    /// What the judgement rests on, rounded already.
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

    /// Turns a strength of 0…10 into a confidence of 40…90: a score that orders, not a probability.
    private func confidence(strength: Double) -> Double {
        40 + 5 * strength
    }
}
