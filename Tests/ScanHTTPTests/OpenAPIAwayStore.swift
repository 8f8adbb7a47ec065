//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore

/// A store that is unreachable: every call throws.
struct AwayStore: ScanStore, ScanDiagnostics, RateLimiter {
    private var absence: StoreError { StoreError(.unavailable, "The store is out of reach.") }

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome { throw absence }
    func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence { throw absence }
    func repair(_ registration: ScanRegistration) async throws(StoreError) { throw absence }
    func withdraw(_ key: CacheKey) async throws(StoreError) { throw absence }
    func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup { throw absence }
    func restoreLookups(of key: CacheKey) async throws(StoreError) { throw absence }
    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? { throw absence }
    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? { throw absence }
    func latestScan(of user: UserID) async throws(StoreError) -> CacheKey? { throw absence }
    func lifetimes(of scan: ScanID, user: UserID) async throws(StoreError) -> [KeyLifetime] { throw absence }
    func ping() async throws(StoreError) { throw absence }

    func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult { throw absence }

    func statistics(of day: String) async throws(StoreError) -> DayStatistics { throw absence }
    func history(of user: UserID, limit: Int) async throws(StoreError) -> ScanHistory { throw absence }
    func lifecycle(of scan: ScanID) async throws(StoreError) -> ScanLifecycle? { throw absence }
    func clear(_ user: UserID) async throws(StoreError) -> Int { throw absence }

    func admit(_ subject: String, quota: Quota) async throws(StoreError) -> Admission { throw absence }
}
