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
        scanId = scan.key.scan.description
        self.status = status
        self.message = message
        estimatedCompletionSeconds = estimate
        pollUrl = ScanLinks.status(scan.key.scan)
        resultsUrl = ScanLinks.results(scan.key.scan)
        filters = FiltersBody(scan.filters)
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
        symbols = filters.symbols
        assetTiers = filters.assetTiers
        strategyIds = filters.strategyIDs
        filterByRiskLevel = filters.maximumRisk
        minProfitPotential = filters.minimumProfit
        maxRequiredCapital = filters.maximumCapital
        preferredTimeframes = filters.timeframes
        opportunityType = filters.opportunityTypes
        includeStrategyRecommendations = filters.includesRecommendations
    }
}
