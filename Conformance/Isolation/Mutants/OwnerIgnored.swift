//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ScanServer

extension Mutant {
    /// The owner is not checked: a scan id is enough to read the scan.
    static let ownerIgnored = Mutant(
        name: "owner-ignored",
        summary: "Nobody checks whose scan it is.",
        violates: ["ISO-001", "ISO-002"],
        seams: ServerSeams(resolver: { OwnerIgnoredResolver(base: $0, store: $1) })
    )
}

/// A resolver that does not check the owner in a lookup key.
private struct OwnerIgnoredResolver: ScanResolving {
    let base: any ScanResolving
    let store: any ScanStore

    func resolve(_ scan: ScanID, for user: UserID) async throws(StoreError) -> CacheKey? {
        if let key = try await store.lookup(scan).primary { return key }
        return try await base.resolve(scan, for: user)
    }
}
