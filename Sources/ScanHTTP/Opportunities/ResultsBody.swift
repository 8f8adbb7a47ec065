//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Strategies

/// The results of a complete scan.
///
/// Source: `api.md`, *Results*.
struct ResultsBody: Encodable {
    let success = true
    let scanId: String
    let userId: String
    let opportunities: [Opportunity]
    let totalOpportunities: Int
    let signalAnalysis: SignalAnalysisBody
    let thresholdTransparency: ThresholdBody
    let userProfile: UserProfileBody
    let strategyPerformance: [String: StrategyPerformanceBody]
    let assetDiscovery: AssetDiscoveryBody
    let strategyRecommendations: [StrategyRecommendationBody]
    let executionTimeMs: Int64
    let lastUpdated: String

    /// Makes the results out of an entry alone, so that every worker tells the same.
    ///
    /// - Parameters:
    ///   - entry: The entry of a complete scan.
    ///   - allStrategies: All strategies there are, to recommend those that were not run.
    init(_ entry: ScanEntry, allStrategies: [any Strategy]) {
        let summary = entry.summary
        let shown = entry.opportunities
        self.scanId = summary.key.scan.description
        self.userId = summary.key.user.description
        self.opportunities = shown
        self.totalOpportunities = shown.count
        self.signalAnalysis = SignalAnalysisBody(entry.runs, shown: shown)
        self.thresholdTransparency = ThresholdBody(shown: shown)
        self.userProfile = UserProfileBody(
            userId: summary.key.user.description,
            activeStrategies: summary.strategies,
            totalStrategies: summary.strategies.count
        )
        self.strategyPerformance = Dictionary(
            entry.runs.map { ($0.strategyID, StrategyPerformanceBody($0)) },
            uniquingKeysWith: { first, _ in first }
        )
        self.assetDiscovery = AssetDiscoveryBody(entry)
        self.strategyRecommendations =
            summary.filters.includesRecommendations
            ? allStrategies.filter { !summary.strategies.contains($0.id) }.map(StrategyRecommendationBody.init) : []
        self.executionTimeMs = summary.elapsedMilliseconds(by: summary.cachedAt)
        self.lastUpdated = summary.cachedAt.wireTime
    }
}

/// Whose scan it was and what it ran.
struct UserProfileBody: Encodable {
    let userId: String
    let activeStrategies: [String]
    let totalStrategies: Int
}

/// What one strategy contributed; the counts add up to the total of the results.
struct StrategyPerformanceBody: Encodable {
    let count: Int
    let totalPotential: Double
    let avgConfidence: Double
    let error: String?

    init(_ run: StrategyRun) {
        let found = run.opportunities
        self.count = found.count
        self.totalPotential = found.reduce(0) { $0 + $1.profitPotentialUSD }.hundredths
        self.avgConfidence =
            found.isEmpty ? 0 : (found.reduce(0) { $0 + $1.confidenceScore } / Double(found.count)).hundredths
        self.error = run.error
    }
}

/// Which assets were looked at.
struct AssetDiscoveryBody: Encodable {
    let totalAssetsScanned: Int
    let assetTiers: [String]
    let maxTierAccessed: String

    init(_ entry: ScanEntry) {
        let asked = entry.summary.filters.assetTiers
        let tiers = AssetTier.allCases.filter { asked.isEmpty || asked.contains($0.rawValue) }
        self.totalAssetsScanned = entry.runs.map(\.symbols).max() ?? 0
        self.assetTiers = tiers.map(\.rawValue)
        self.maxTierAccessed = (tiers.max() ?? .retail).rawValue
    }
}

/// A strategy that the scan did not run.
struct StrategyRecommendationBody: Encodable {
    let strategyId: String
    let strategyName: String
    let reason: String

    init(_ strategy: any Strategy) {
        self.strategyId = strategy.id
        self.strategyName = strategy.name
        self.reason = "It was not part of this scan and finds \(strategy.opportunityType) opportunities."
    }
}
