//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Strategies

/// The response to a status poll.
///
/// Source: `Conformance/Contract/api.md#states`.
struct StatusBody: Encodable {
    let success: Bool
    let scanId: String
    let status: String
    let message: String
    let progress: ProgressBody
    let partialResults: [Opportunity]?
    let estimatedTimeRemainingSeconds: Int?
    let totalOpportunities: Int?
    let resultsUrl: String?
    let error: ScanFailure?

    /// Creates the body for the current state of a scan.
    ///
    /// - Parameters:
    ///   - scan: The scan.
    ///   - remaining: The estimated remaining time of a running scan, in seconds.
    init(_ scan: ScanSummary, remaining: Int) {
        let isComplete = scan.state == .complete
        let isRunning = scan.state == .scanning
        self.success = scan.state != .failed
        self.scanId = scan.key.scan.description
        self.status = scan.state.rawValue
        self.progress = ProgressBody(scan.progress)
        self.partialResults = isRunning ? scan.preview : nil
        self.estimatedTimeRemainingSeconds = isRunning ? remaining : nil
        self.totalOpportunities = isComplete ? scan.progress.found : nil
        self.resultsUrl = isComplete ? ScanLinks.results(scan.key.scan) : nil
        self.error = scan.failure
        switch scan.state {
        case .scanning:
            self.message = "\(scan.progress.completed) of \(scan.progress.total) strategies have finished."
        case .complete:
            self.message = "The scan is complete, with \(scan.progress.found) opportunities."
        case .failed:
            self.message = scan.failure?.message ?? "The scan failed."
        }
    }
}
