//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ScanCore

/// A store that forwards every call to another store; a mutant overrides the call that it breaks.
package protocol StoreMutant: ScanStore {
    /// The wrapped store, which works correctly.
    var base: any ScanStore { get }
}

extension StoreMutant {
    package func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        try await base.register(registration)
    }

    package func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence {
        try await base.presence(of: key)
    }

    package func repair(_ registration: ScanRegistration) async throws(StoreError) {
        try await base.repair(registration)
    }

    package func withdraw(_ key: CacheKey) async throws(StoreError) {
        try await base.withdraw(key)
    }

    package func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup {
        try await base.lookup(scan)
    }

    package func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        try await base.search(for: scan, of: user, within: limits)
    }

    package func restoreLookups(of key: CacheKey) async throws(StoreError) {
        try await base.restoreLookups(of: key)
    }

    package func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        try await base.summary(at: key)
    }

    package func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? {
        try await base.entry(at: key)
    }

    package func latestScan(of user: UserID) async throws(StoreError) -> CacheKey? {
        try await base.latestScan(of: user)
    }

    package func lifetimes(of scan: ScanID, user: UserID) async throws(StoreError) -> [KeyLifetime] {
        try await base.lifetimes(of: scan, user: user)
    }

    package func ping() async throws(StoreError) {
        try await base.ping()
    }
}
