//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ScanServer

extension Mutant {
    /// One poll of twelve is answered `not_found`, on any worker.
    static let randomlyNotFound = Mutant(
        name: "randomly-not-found",
        summary: "8 % of the polls do not find the scan.",
        violates: ["STAT-001"] + consequencesOfNotFound,
        seams: ServerSeams(store: { RandomlyNotFoundStore(right: $0) })
    )
}

/// A store that overlooks entries now and then.
private struct RandomlyNotFoundStore: StoreMutant {
    let right: any ScanStore

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        if Double.random(in: 0..<1) < 0.08 { return nil }
        return try await right.summary(at: key)
    }
}
