//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
package import Logging
package import Strategies

/// The application service of the API: it starts scans and reads their status and results.
package struct ScanService: Sendable {
    let store: any ScanStore
    let memory: ScanMemory
    let resolver: any ScanResolving
    /// The strategies that a full scan runs, in order.
    package let strategies: [any Strategy]
    let quota: Quota?
    let clock: ScanClock
    let makeID: @Sendable () -> ScanID
    let logger: Logger

    /// Creates a service.
    ///
    /// - Parameters:
    ///   - store: The store of scans.
    ///   - memory: The in-memory cache of this process.
    ///   - resolver: The resolver of scan ids.
    ///   - strategies: The strategies that a full scan runs, in order.
    ///   - quota: The rate limit of scans for one user; `nil` for no limit.
    ///   - clock: The clock.
    ///   - makeID: Generates ids that cannot be guessed.
    ///   - logger: The logger of messages for operators.
    package init(
        store: any ScanStore,
        memory: ScanMemory,
        resolver: any ScanResolving,
        strategies: [any Strategy],
        quota: Quota?,
        clock: ScanClock,
        makeID: @escaping @Sendable () -> ScanID,
        logger: Logger
    ) {
        self.store = store
        self.memory = memory
        self.resolver = resolver
        self.strategies = strategies
        self.quota = quota
        self.clock = clock
        self.makeID = makeID
        self.logger = logger
    }

    /// Returns the status of a scan.
    ///
    /// One round trip if the scan's key is cached, two otherwise, none if the final entry is cached.
    ///
    /// - Returns: `nil` for a scan that is unknown, expired or another user's.
    package func status(of scan: ScanID, for user: UserID) async throws(StoreError) -> ScanSummary? {
        if let entry = finalEntry(of: scan) { return entry.summary.key.user == user ? entry.summary : nil }
        guard let key = try await resolver.resolve(scan, for: user) else { return nil }
        guard let stored = try await store.summary(at: key) else {
            memory.forget(scan)
            return nil
        }
        if !stored.hasLookups { try await store.restoreLookups(of: key) }
        return stored.summary
    }

    /// Returns the whole entry of a scan, in any state.
    ///
    /// - Returns: `nil` for a scan that is unknown, expired or another user's.
    package func entry(of scan: ScanID, for user: UserID) async throws(StoreError) -> ScanEntry? {
        if let entry = finalEntry(of: scan) { return entry.summary.key.user == user ? entry : nil }
        guard let key = try await resolver.resolve(scan, for: user) else { return nil }
        guard let entry = try await store.entry(at: key) else {
            memory.forget(scan)
            return nil
        }
        memory.remember(entry, at: clock.now())
        return entry
    }

    private func finalEntry(of scan: ScanID) -> ScanEntry? {
        let entry = memory.finalEntry(of: scan, at: clock.now())
        if entry != nil { LookupMethod.memory.count() }
        return entry
    }

    /// Returns the user's latest scan that is still stored.
    package func latestScan(of user: UserID) async throws(StoreError) -> ScanSummary? {
        guard let key = try await store.latestScan(of: user) else { return nil }
        return try await store.summary(at: key)?.summary
    }

    /// Returns the strategies that a scan with the given filters runs.
    func strategies(for filters: ScanFilters) -> [any Strategy] {
        strategies.filter { filters.keeps($0) }
    }
}
