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
        success = scan.state != .failed
        scanId = scan.key.scan.description
        status = scan.state.rawValue
        progress = ProgressBody(scan.progress)
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
}
