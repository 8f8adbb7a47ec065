//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore

/// The `progress` member, common to all responses about a scan.
struct ProgressBody: Encodable {
    let strategiesCompleted: Int
    let totalStrategies: Int
    let opportunitiesFoundSoFar: Int
    let percentage: Double

    init(_ progress: ScanProgress) {
        strategiesCompleted = progress.completed
        totalStrategies = progress.total
        opportunitiesFoundSoFar = progress.found
        percentage = progress.percentage.hundredths
    }
}

/// The paths and polling interval that responses refer to.
enum ScanLinks {
    /// The recommended polling interval, in seconds.
    ///
    /// Source: `Conformance/Contract/api.md#answer-to-an-initiation`.
    static let pollingIntervalSeconds = 3

    /// Returns the path of a scan's status.
    static func status(_ scan: ScanID) -> String { "/api/v1/opportunities/status/\(scan)" }

    /// Returns the path of a scan's results.
    static func results(_ scan: ScanID) -> String { "/api/v1/opportunities/results/\(scan)" }
}
