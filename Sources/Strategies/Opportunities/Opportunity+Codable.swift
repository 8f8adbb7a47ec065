//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

extension Opportunity: Codable {
    /// Reads the wire form.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            strategyID: try container.decode(String.self, forKey: .strategyID),
            strategyName: try container.decode(String.self, forKey: .strategyName),
            opportunityType: try container.decode(String.self, forKey: .opportunityType),
            symbol: try container.decode(String.self, forKey: .symbol),
            exchange: try container.decode(String.self, forKey: .exchange),
            profitPotentialUSD: try container.decode(Double.self, forKey: .profitPotentialUSD),
            confidenceScore: try container.decode(Double.self, forKey: .confidenceScore),
            riskLevel: try container.decode(RiskLevel.self, forKey: .riskLevel),
            requiredCapitalUSD: try container.decode(Double.self, forKey: .requiredCapitalUSD),
            estimatedTimeframe: try container.decode(String.self, forKey: .estimatedTimeframe),
            entryPrice: try container.decodeIfPresent(Double.self, forKey: .entryPrice),
            exitPrice: try container.decodeIfPresent(Double.self, forKey: .exitPrice),
            metadata: try container.decode([String: MetadataValue].self, forKey: .metadata),
            discoveredAt: try WireTime.date(from: try container.decode(String.self, forKey: .discoveredAt))
        )
    }

    /// Writes the wire form; an unknown price is written as null.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(strategyID, forKey: .strategyID)
        try container.encode(strategyName, forKey: .strategyName)
        try container.encode(opportunityType, forKey: .opportunityType)
        try container.encode(symbol, forKey: .symbol)
        try container.encode(exchange, forKey: .exchange)
        try container.encode(profitPotentialUSD, forKey: .profitPotentialUSD)
        try container.encode(confidenceScore, forKey: .confidenceScore)
        try container.encode(riskLevel, forKey: .riskLevel)
        try container.encode(requiredCapitalUSD, forKey: .requiredCapitalUSD)
        try container.encode(estimatedTimeframe, forKey: .estimatedTimeframe)
        try container.encode(entryPrice, forKey: .entryPrice)
        try container.encode(exitPrice, forKey: .exitPrice)
        try container.encode(metadata, forKey: .metadata)
        try container.encode(WireTime.text(from: discoveredAt), forKey: .discoveredAt)
    }

    private enum CodingKeys: String, CodingKey {
        case strategyID = "strategy_id"
        case strategyName = "strategy_name"
        case opportunityType = "opportunity_type"
        case symbol
        case exchange
        case profitPotentialUSD = "profit_potential_usd"
        case confidenceScore = "confidence_score"
        case riskLevel = "risk_level"
        case requiredCapitalUSD = "required_capital_usd"
        case estimatedTimeframe = "estimated_timeframe"
        case entryPrice = "entry_price"
        case exitPrice = "exit_price"
        case metadata
        case discoveredAt = "discovered_at"
    }
}
