//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
package import Logging
package import Strategies

/// What the API does with scans: start them, tell how they stand, and hand out what they found.
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
    ///   - store: Where scans are kept.
    ///   - memory: What this process may remember of them.
    ///   - resolver: How a scan is found.
    ///   - strategies: The strategies that a full scan runs, in order.
    ///   - quota: How many scans a user may start; `nil` for any number.
    ///   - clock: The time.
    ///   - makeID: Makes ids that cannot be guessed.
    ///   - logger: Where the operator's messages go.
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

    /// How a scan stands.
    ///
    /// One round trip when this process has met the scan, two otherwise, none once it is over and known to be.
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

    /// The whole entry of a scan, whatever its state.
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

    /// The scan that a user started last, while it is kept.
    package func latestScan(of user: UserID) async throws(StoreError) -> ScanSummary? {
        guard let key = try await store.latestScan(of: user) else { return nil }
        return try await store.summary(at: key)?.summary
    }

    /// The strategies that a scan with the given filters runs.
    func strategies(for filters: ScanFilters) -> [any Strategy] {
        strategies.filter { filters.keeps($0) }
    }
}
