//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
package import ScanCore
import Strategies

/// The findings of a scan: all results that depend on nothing but the market, the time, the user and the filters.
package struct FindingsBody: Encodable {
    private(set) var opportunities: [Opportunity]
    let totalOpportunities: Int
    let signalAnalysis: SignalAnalysisBody
    let thresholdTransparency: ThresholdBody
    let userProfile: UserProfileBody
    let strategyPerformance: [String: StrategyPerformanceBody]
    let assetDiscovery: AssetDiscoveryBody
    let strategyRecommendations: [StrategyRecommendationBody]

    /// Creates the findings from the entry of a complete scan.
    package init(_ entry: ScanEntry) {
        let shown = entry.opportunities
        opportunities = shown
        totalOpportunities = shown.count
        signalAnalysis = SignalAnalysisBody(entry.runs, shown: shown)
        thresholdTransparency = ThresholdBody(shown: shown)
        userProfile = UserProfileBody(entry)
        strategyPerformance = Dictionary(
            entry.runs.map { ($0.strategyID, StrategyPerformanceBody($0)) },
            uniquingKeysWith: { first, _ in first }
        )
        assetDiscovery = AssetDiscoveryBody(entry)
        strategyRecommendations =
            entry.summary.filters.includesRecommendations
            ? entry.advice?.recommendations.map(StrategyRecommendationBody.init) ?? [] : []
    }

    /// Returns the findings as JSON with sorted keys, so that equal findings give equal bytes.
    ///
    /// - Parameter limit: The maximum number of opportunities in the list; totals still count all of them.
    /// - Returns: The text, without a trailing line feed.
    /// - Throws: An encoding error if a number is not finite, which strategies prevent.
    package func json(limit: Int? = nil) throws -> String {
        var body = self
        if let limit { body.opportunities = Array(opportunities.prefix(limit)) }
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(body), as: UTF8.self)
    }
}

/// The owner of a scan, their active strategies, and the number of strategies in the scan.
struct UserProfileBody: Encodable {
    let userId: String
    let activeStrategies: [String]
    let totalStrategies: Int

    init(_ entry: ScanEntry) {
        userId = entry.summary.key.user.description
        activeStrategies = entry.advice?.activeStrategies ?? entry.summary.strategies
        totalStrategies = entry.summary.strategies.count
    }
}

/// The contribution of one strategy; the counts of all strategies add up to the total of the results.
struct StrategyPerformanceBody: Encodable {
    let count: Int
    let totalPotential: Double
    let avgConfidence: Double
    let error: String?

    init(_ run: StrategyRun) {
        let contribution = Contribution(of: run.opportunities)
        count = contribution.count
        totalPotential = contribution.totalPotentialUSD
        avgConfidence = contribution.averageConfidence
        self.error = run.error
    }
}

/// The assets that the scan covered.
struct AssetDiscoveryBody: Encodable {
    let totalAssetsScanned: Int
    let assetTiers: [AssetTier]
    let maxTierAccessed: Nullable<AssetTier>

    init(_ entry: ScanEntry) {
        let tiers = Set(entry.runs.flatMap(\.tiers)).sorted()
        totalAssetsScanned = entry.runs.map(\.symbols).max() ?? 0
        assetTiers = tiers
        maxTierAccessed = Nullable(tiers.last)
    }
}

/// A recommended strategy: one the user does not run, with its potential contribution to this scan.
struct StrategyRecommendationBody: Encodable {
    let strategyId: String
    let strategyName: String
    let reason: String
    let wouldHaveAdded: Addition

    /// The filtered findings of the recommended strategy in this scan.
    struct Addition: Encodable {
        let count: Int
        let totalPotential: Double
        let avgConfidence: Double
    }

    init(_ recommendation: ScanAdvice.Recommendation) {
        let contribution = recommendation.contribution
        let found = "\(contribution.count) \(contribution.count == 1 ? "opportunity" : "opportunities")"
        strategyId = recommendation.strategyID
        strategyName = recommendation.name
        reason =
            recommendation.isPartOfScan
            ? "You do not run it; \(found) of this scan came from it (\(recommendation.opportunityType))."
            : "It was not part of this scan and would have added \(found) (\(recommendation.opportunityType))."
        wouldHaveAdded = Addition(
            count: contribution.count,
            totalPotential: contribution.totalPotentialUSD,
            avgConfidence: contribution.averageConfidence
        )
    }
}
