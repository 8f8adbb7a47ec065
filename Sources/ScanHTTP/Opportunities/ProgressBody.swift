//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore

/// `progress`, as every answer about a scan carries it.
struct ProgressBody: Encodable {
    let strategiesCompleted: Int
    let totalStrategies: Int
    let opportunitiesFoundSoFar: Int
    let percentage: Double

    init(_ progress: ScanProgress) {
        self.strategiesCompleted = progress.completed
        self.totalStrategies = progress.total
        self.opportunitiesFoundSoFar = progress.found
        self.percentage = progress.percentage.hundredths
    }
}

/// Paths and intervals that answers tell of.
enum ScanLinks {
    /// How long a client should wait between two polls, in seconds.
    ///
    /// Source: `Conformance/Contract/api.md#answer-to-an-initiation`.
    static let pollingIntervalSeconds = 3

    /// Where the status of a scan is.
    static func status(_ scan: ScanID) -> String { "/api/v1/opportunities/status/\(scan)" }

    /// Where the results of a scan are.
    static func results(_ scan: ScanID) -> String { "/api/v1/opportunities/results/\(scan)" }
}
