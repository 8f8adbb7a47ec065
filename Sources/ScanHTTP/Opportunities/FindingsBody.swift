//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
package import ScanCore
import Strategies

/// What a scan found: all of its results that follow from the market, the time, the user and the filters alone.
package struct FindingsBody: Encodable {
    private(set) var opportunities: [Opportunity]
    let totalOpportunities: Int
    let signalAnalysis: SignalAnalysisBody
    let thresholdTransparency: ThresholdBody
    let userProfile: UserProfileBody
    let strategyPerformance: [String: StrategyPerformanceBody]
    let assetDiscovery: AssetDiscoveryBody
    let strategyRecommendations: [StrategyRecommendationBody]

    /// Takes the findings out of the entry of a complete scan.
    package init(_ entry: ScanEntry) {
        let shown = entry.opportunities
        self.opportunities = shown
        self.totalOpportunities = shown.count
        self.signalAnalysis = SignalAnalysisBody(entry.runs, shown: shown)
        self.thresholdTransparency = ThresholdBody(shown: shown)
        self.userProfile = UserProfileBody(entry)
        self.strategyPerformance = Dictionary(
            entry.runs.map { ($0.strategyID, StrategyPerformanceBody($0)) },
            uniquingKeysWith: { first, _ in first }
        )
        self.assetDiscovery = AssetDiscoveryBody(entry)
        self.strategyRecommendations =
            entry.summary.filters.includesRecommendations
            ? entry.advice?.recommendations.map(StrategyRecommendationBody.init) ?? [] : []
    }

    /// The findings as JSON text: members sorted, so that equal findings give equal bytes.
    ///
    /// - Parameter limit: How many opportunities are written at most; the figures are of all of them.
    /// - Returns: The text, without a line feed at its end.
    /// - Throws: Nothing, as long as all numbers are finite, which strategies see to.
    package func json(limit: Int? = nil) throws -> String {
        var body = self
        if let limit { body.opportunities = Array(opportunities.prefix(limit)) }
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(body), as: UTF8.self)
    }
}

/// Whose scan it was, which strategies they run, and how many the scan ran.
struct UserProfileBody: Encodable {
    let userId: String
    let activeStrategies: [String]
    let totalStrategies: Int

    init(_ entry: ScanEntry) {
        self.userId = entry.summary.key.user.description
        self.activeStrategies = entry.advice?.activeStrategies ?? entry.summary.strategies
        self.totalStrategies = entry.summary.strategies.count
    }
}

/// What one strategy contributed; the counts add up to the total of the results.
struct StrategyPerformanceBody: Encodable {
    let count: Int
    let totalPotential: Double
    let avgConfidence: Double
    let error: String?

    init(_ run: StrategyRun) {
        let contribution = Contribution(of: run.opportunities)
        self.count = contribution.count
        self.totalPotential = contribution.totalPotentialUSD
        self.avgConfidence = contribution.averageConfidence
        self.error = run.error
    }
}

/// Which assets were looked at.
struct AssetDiscoveryBody: Encodable {
    let totalAssetsScanned: Int
    let assetTiers: [AssetTier]
    let maxTierAccessed: Nullable<AssetTier>

    init(_ entry: ScanEntry) {
        let tiers = Set(entry.runs.flatMap(\.tiers)).sorted()
        self.totalAssetsScanned = entry.runs.map(\.symbols).max() ?? 0
        self.assetTiers = tiers
        self.maxTierAccessed = Nullable(tiers.last)
    }
}

/// A strategy that the user does not run, and what it would have added to this scan.
struct StrategyRecommendationBody: Encodable {
    let strategyId: String
    let strategyName: String
    let reason: String
    let wouldHaveAdded: Addition

    /// What a strategy found in this scan, after its filters.
    struct Addition: Encodable {
        let count: Int
        let totalPotential: Double
        let avgConfidence: Double
    }

    init(_ recommendation: ScanAdvice.Recommendation) {
        let contribution = recommendation.contribution
        let found = "\(contribution.count) \(contribution.count == 1 ? "opportunity" : "opportunities")"
        self.strategyId = recommendation.strategyID
        self.strategyName = recommendation.name
        self.reason =
            recommendation.isPartOfScan
            ? "You do not run it; \(found) of this scan came from it (\(recommendation.opportunityType))."
            : "It was not part of this scan and would have added \(found) (\(recommendation.opportunityType))."
        self.wouldHaveAdded = Addition(
            count: contribution.count,
            totalPotential: contribution.totalPotentialUSD,
            avgConfidence: contribution.averageConfidence
        )
    }
}
