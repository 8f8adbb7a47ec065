//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Strategies

/// The response to an initiation.
///
/// Source: `Conformance/Contract/api.md#answer-to-an-initiation`.
struct InitiationBody: Encodable {
    let success = true
    let scanId: String
    let status: String
    let message: String
    let estimatedCompletionSeconds: Int
    let pollUrl: String
    let resultsUrl: String
    let pollingIntervalSeconds = ScanLinks.pollingIntervalSeconds
    let filters: FiltersBody
    let progress: ProgressBody?

    /// Creates the response for a new scan.
    init(started scan: ScanSummary, estimate: Int) {
        self.init(scan, status: "initiated", message: "The scan was started.", estimate: estimate, progress: nil)
    }

    /// Creates the response for an existing scan, running or complete.
    init(joined scan: ScanSummary, estimate: Int) {
        let isComplete = scan.state == .complete
        self.init(
            scan,
            status: scan.state.rawValue,
            message: isComplete ? "A fresh scan is there already." : "The scan is running already.",
            estimate: isComplete ? 0 : estimate,
            progress: ProgressBody(scan.progress)
        )
    }

    private init(_ scan: ScanSummary, status: String, message: String, estimate: Int, progress: ProgressBody?) {
        self.scanId = scan.key.scan.description
        self.status = status
        self.message = message
        self.estimatedCompletionSeconds = estimate
        self.pollUrl = ScanLinks.status(scan.key.scan)
        self.resultsUrl = ScanLinks.results(scan.key.scan)
        self.filters = FiltersBody(scan.filters)
        self.progress = progress
    }
}

/// The parsed and normalised filters.
struct FiltersBody: Encodable {
    let symbols: [String]
    let assetTiers: [String]
    let strategyIds: [String]
    let filterByRiskLevel: RiskLevel?
    let minProfitPotential: Double?
    let maxRequiredCapital: Double?
    let preferredTimeframes: [String]
    let opportunityType: [String]
    let includeStrategyRecommendations: Bool

    init(_ filters: ScanFilters) {
        self.symbols = filters.symbols
        self.assetTiers = filters.assetTiers
        self.strategyIds = filters.strategyIDs
        self.filterByRiskLevel = filters.maximumRisk
        self.minProfitPotential = filters.minimumProfit
        self.maxRequiredCapital = filters.maximumCapital
        self.preferredTimeframes = filters.timeframes
        self.opportunityType = filters.opportunityTypes
        self.includeStrategyRecommendations = filters.includesRecommendations
    }
}
