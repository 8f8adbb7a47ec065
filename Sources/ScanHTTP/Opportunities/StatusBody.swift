//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Strategies

/// The response to a status poll.
///
/// Source: `Conformance/Contract/api.md#states`.
struct StatusBody {
    private let success: Bool
    private let scanId: String
    private let status: String
    private let message: String
    private let progress: ScanProgress
    private let partialResults: [Opportunity]?
    private let estimatedTimeRemainingSeconds: Int?
    private let totalOpportunities: Int?
    private let resultsUrl: String?
    private let error: ScanFailure?

    /// Creates the body for the current state of a scan.
    ///
    /// - Parameters:
    ///   - scan: The scan.
    ///   - remaining: The estimated remaining time of a running scan, in seconds.
    init(_ scan: ScanSummary, remaining: Int) {
        let isComplete = scan.state == .complete
        let isRunning = scan.state == .scanning
        success = scan.state != .failed
        scanId = scan.key.scan.description
        status = scan.state.rawValue
        progress = scan.progress
        partialResults = isRunning ? scan.preview : nil
        estimatedTimeRemainingSeconds = isRunning ? remaining : nil
        totalOpportunities = isComplete ? scan.progress.found : nil
        resultsUrl = isComplete ? ScanLinks.results(scan.key.scan) : nil
        self.error = scan.failure
        switch scan.state {
        case .scanning:
            message = "\(scan.progress.completed) of \(scan.progress.total) strategies have finished."
        case .complete:
            message = "The scan is complete, with \(scan.progress.found) opportunities."
        case .failed:
            message = scan.failure?.message ?? "The scan failed."
        }
    }

    /// The body as JSON, with sorted names.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { body in
            if let error {
                body.member("error") { writer in
                    writer.object { object in
                        object.member("code", error.code)
                        object.member("message", error.message)
                    }
                }
            }
            if let estimatedTimeRemainingSeconds {
                body.member("estimated_time_remaining_seconds", estimatedTimeRemainingSeconds)
            }
            body.member("message", message)
            if let partialResults {
                body.member("partial_results") { $0.array(partialResults) { $0.opportunity($1) } }
            }
            body.member("progress") { $0.progress(progress) }
            if let resultsUrl { body.member("results_url", resultsUrl) }
            body.member("scan_id", scanId)
            body.member("status", status)
            body.member("success", success)
            if let totalOpportunities { body.member("total_opportunities", totalOpportunities) }
        }
        return writer.bytes
    }
}

extension JSONWriter {
    /// Writes the progress of a scan.
    fileprivate mutating func progress(_ progress: ScanProgress) {
        object { object in
            object.member("opportunities_found_so_far", progress.found)
            object.member("percentage", progress.percentage.hundredths)
            object.member("strategies_completed", progress.completed)
            object.member("total_strategies", progress.total)
        }
    }

    /// Writes an opportunity.
    fileprivate mutating func opportunity(_ opportunity: Opportunity) {
        object { object in
            object.member("confidence_score", opportunity.confidenceScore)
            object.member("discovered_at", opportunity.discoveredAtText)
            object.member("entry_price", opportunity.entryPrice)
            object.member("estimated_timeframe", opportunity.estimatedTimeframe)
            object.member("exchange", opportunity.exchange)
            object.member("exit_price", opportunity.exitPrice)
            object.member("metadata") { writer in
                writer.object { metadata in
                    for (name, value) in opportunity.metadata.sorted(by: { $0.key < $1.key }) {
                        metadata.member(name) { $0.value(value) }
                    }
                }
            }
            object.member("opportunity_type", opportunity.opportunityType)
            object.member("profit_potential_usd", opportunity.profitPotentialUSD)
            object.member("required_capital_usd", opportunity.requiredCapitalUSD)
            object.member("risk_level", opportunity.riskLevel.rawValue)
            object.member("strategy_id", opportunity.strategyID)
            object.member("strategy_name", opportunity.strategyName)
            object.member("symbol", opportunity.symbol)
        }
    }

    /// Writes a value of an opportunity's metadata.
    private mutating func value(_ value: MetadataValue) {
        switch value {
        case .string(let text): string(text)
        case .number(let number): self.number(number)
        case .bool(let flag): bool(flag)
        }
    }
}
