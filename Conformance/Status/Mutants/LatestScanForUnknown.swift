//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ScanServer

extension Mutant {
    /// The search returns the user's latest scan if it does not find the requested one.
    static let latestScanForUnknown = Mutant(
        name: "latest-scan-for-unknown",
        summary: "An unknown id is answered with the user's latest scan.",
        violates: ["STAT-007"],
        consequences: ["ISO-002"],
        cause: "the lookup falls back to some other scan",
        seams: ServerSeams(store: { LatestScanForUnknownStore(base: $0) })
    )
}

/// A store whose search returns the user's latest scan.
private struct LatestScanForUnknownStore: StoreMutant {
    let base: any ScanStore

    func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        SearchResult(key: try await base.latestScan(of: user), iterations: 1)
    }
}
