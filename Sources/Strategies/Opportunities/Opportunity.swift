//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials

/// A trading opportunity in its wire form.
///
/// Source: `Conformance/Contract/api.md#opportunity`. Strategies only make opportunities whose numbers are finite.
package struct Opportunity: Sendable, Hashable {
    /// The id of the strategy that found it.
    package let strategyID: String
    /// The strategy's display name.
    package let strategyName: String
    /// The type of the opportunity, such as `spot_momentum`.
    package let opportunityType: String
    /// The symbol to trade.
    package let symbol: String
    /// The exchange to trade it on.
    package let exchange: String
    /// The profit if the target is reached, in USD, net of costs; never negative.
    package let profitPotentialUSD: Double
    /// The confidence score, 0…100; a score for comparison, not a probability.
    package let confidenceScore: Double
    /// The risk of an adverse move.
    package let riskLevel: RiskLevel
    /// The capital that the trade requires, in USD; never negative.
    package let requiredCapitalUSD: Double
    /// The expected duration, such as `1-3d`.
    package let estimatedTimeframe: String
    /// The entry price, above zero.
    package let entryPrice: Double?
    /// The exit price, above zero.
    package let exitPrice: Double?
    /// The values that the judgement rests on: indicators, side, stop and ``signalStrength``.
    package let metadata: [String: MetadataValue]
    /// The time of discovery, to the millisecond.
    package let discoveredAt: Date

    /// Makes an opportunity; the time is rounded to the millisecond, the precision of the wire.
    package init(
        strategyID: String,
        strategyName: String,
        opportunityType: String,
        symbol: String,
        exchange: String,
        profitPotentialUSD: Double,
        confidenceScore: Double,
        riskLevel: RiskLevel,
        requiredCapitalUSD: Double,
        estimatedTimeframe: String,
        entryPrice: Double?,
        exitPrice: Double?,
        metadata: [String: MetadataValue],
        discoveredAt: Date
    ) {
        self.strategyID = strategyID
        self.strategyName = strategyName
        self.opportunityType = opportunityType
        self.symbol = symbol
        self.exchange = exchange
        self.profitPotentialUSD = profitPotentialUSD
        self.confidenceScore = confidenceScore
        self.riskLevel = riskLevel
        self.requiredCapitalUSD = requiredCapitalUSD
        self.estimatedTimeframe = estimatedTimeframe
        self.entryPrice = entryPrice
        self.exitPrice = exitPrice
        self.metadata = metadata
        self.discoveredAt = WireTime.rounded(discoveredAt)
    }

    /// The strength of the signal, 0…10, if the strategy has one.
    package var signalStrength: Double? { metadata[Self.signalStrengthKey]?.number }

    /// The time of discovery in its wire form.
    package var discoveredAtText: String { WireTime.text(from: discoveredAt) }

    /// The key of the signal's strength in the metadata.
    package static let signalStrengthKey = "signal_strength"
}
