//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ConformanceChecks

/// The last failure that a watch has seen, with its proof.
package struct WatchFailure: Codable, Sendable, Hashable {
    /// The probe's number.
    package var round: Int
    /// The failure in a sentence.
    package var summary: String
    /// The report of the probe.
    package var report: Report
    /// The first request that was not answered as it should be; absent when the failed requirements say it all.
    package var proof: Report.Exchange?

    /// Takes the failure of a probe.
    ///
    /// - Parameters:
    ///   - round: The probe's number.
    ///   - summary: The failure in a sentence.
    ///   - report: The report of the probe.
    ///   - examination: The probe's history.
    package init(round: Int, summary: String, report: Report, of examination: JudgingContext) {
        self.round = round
        self.summary = summary
        self.report = report
        proof = examination.firstFailedRequest.map(Report.Exchange.init)
    }
}
