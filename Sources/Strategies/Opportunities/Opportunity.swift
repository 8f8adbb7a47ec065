//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials

/// Something that could be traded on, as it goes over the wire.
///
/// Source: `Conformance/Contract/api.md#opportunity`. Strategies only make opportunities whose numbers are finite.
package struct Opportunity: Sendable, Hashable {
    /// The strategy that found it.
    package let strategyID: String
    /// The strategy's name for people.
    package let strategyName: String
    /// What kind of opportunity it is.
    package let opportunityType: String
    /// What to trade.
    package let symbol: String
    /// Where to trade it.
    package let exchange: String
    /// What it yields if the target is reached, in USD, net of costs; never negative.
    package let profitPotentialUSD: Double
    /// How much speaks for it, 0…100; a score to compare by, not a probability.
    package let confidenceScore: Double
    /// How much it may move the wrong way.
    package let riskLevel: RiskLevel
    /// What has to be put in, in USD; never negative.
    package let requiredCapitalUSD: Double
    /// How long it is expected to take, such as `1-3d`.
    package let estimatedTimeframe: String
    /// The price to get in at, above zero.
    package let entryPrice: Double?
    /// The price to get out at, above zero.
    package let exitPrice: Double?
    /// What the judgement rests on: indicators, side, stop and ``signalStrength``.
    package let metadata: [String: MetadataValue]
    /// When the market was looked at, to the millisecond.
    package let discoveredAt: Date

    /// Describes an opportunity; the time is rounded to the millisecond, which is what the wire carries.
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

    /// The strength of the signal behind it, 0…10, if its strategy has one.
    package var signalStrength: Double? { metadata[Self.signalStrengthKey]?.number }

    /// The key of the signal's strength in the metadata.
    package static let signalStrengthKey = "signal_strength"
}
