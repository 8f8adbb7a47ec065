//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A resolver of scan ids to cache keys.
///
/// ``ScanResolver`` is the correct one; mutants of the conformance suite break it.
package protocol ScanResolving: Sendable {
    /// Resolves the scan id of a user.
    ///
    /// - Returns: The cache key; `nil` if the user has no such scan.
    /// - Throws: ``StoreError`` if the store is unavailable.
    func resolve(_ scan: ScanID, for user: UserID) async throws(StoreError) -> CacheKey?
}
