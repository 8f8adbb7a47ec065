//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Finds where a scan is kept, for a user.
///
/// ``ScanResolver`` does it right; a mutant of the conformance suite does not.
package protocol ScanResolving: Sendable {
    /// Finds a scan of a user.
    ///
    /// - Returns: `nil` when no such scan of this user exists.
    /// - Throws: When the store cannot say.
    func resolve(_ scan: ScanID, for user: UserID) async throws(StoreError) -> CacheKey?
}
