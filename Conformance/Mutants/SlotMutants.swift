//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Hiredis
import RedisClient
import ScanCore
import ScanRedis
import ScanServer

extension Mutant {
    /// Every initiation starts a scan of its own.
    static let neverJoined = Mutant(
        name: "running-scan-never-joined",
        summary: "An initiation never finds a scan with the same filters: each one starts its own.",
        violates: ["INIT-005", "INIT-007"],
        seams: ServerSeams(store: { NeverJoinedStore(right: $0) { _ in true } })
    )

    /// Two workers look for a running scan before either of them has claimed the slot.
    static let twinsBothStarted = Mutant(
        name: "twins-both-started",
        summary: "Of initiations within one second none finds the scan of another: looked first, claimed later.",
        violates: ["INIT-007"],
        consequences: ["INIT-005"],
        seams: ServerSeams(store: { NeverJoinedStore(right: $0) { $0.startedAt.timeIntervalSinceNow > -1 } })
    )

    /// `force_refresh` is read, and forgotten.
    static let refreshIgnored = Mutant(
        name: "refresh-ignored",
        summary: "force_refresh is answered with the scan that is there.",
        violates: ["INIT-006"],
        seams: ServerSeams(store: { RefreshIgnoredStore(right: $0) })
    )

    /// A new scan takes the place of the finished one.
    static let refreshRemovesOldScan = Mutant(
        name: "refresh-removes-old-scan",
        summary: "A new scan with the same filters removes the finished one.",
        violates: ["INIT-006", "STAT-002", "STAT-008", "RES-001"],
        consequences: ["RES-004"] + consequencesOfNotFound + consequencesOfNoResults,
        seams: ServerSeams(
            configuration: { $0.rememberedResults = 0 },
            store: { RefreshRemovesOldScanStore(right: $0) }
        )
    )

    /// One slot for a user and a filter set, overwritten by the next placeholder.
    ///
    /// Source: `Conformance/Contract/store.md#why-it-is-built-so`.
    static let slotOverwritten = Mutant(
        name: "slot-overwritten",
        summary: "One slot for each filter set: the old id answers with what the next scan has found so far.",
        violates: ["STAT-006", "RES-001", "RES-002", "RES-009"],
        consequences: ["RATE-002", "RATE-003", "RATE-005", "RES-004", "RES-005", "ERR-010"],
        seams: ServerSeams(
            configuration: { $0.rememberedResults = 0 },
            store: { SlotOverwrittenStore(right: $0) }
        )
    )

    /// A scan that is started anew with the same filters never gets anywhere.
    ///
    /// Source: `Conformance/Contract/store.md#why-it-is-built-so`.
    static let reinitiationStuck = Mutant(
        name: "reinitiation-stuck-at-zero",
        summary: "A second scan with the same filters stays scanning, 0 of 0, until it expires.",
        violates: ["STAT-005", "PROG-003"],
        consequences: ["RATE-002", "RATE-005", "STAT-010"],
        seams: ServerSeams(store: { ReinitiationStuckStore(right: $0) }, queue: { ReinitiationStuckQueue(right: $0) })
    )
}

/// A store that gives a scan a slot of its own when it is not to be joined.
///
/// The digest of the filters within the cache key names the slot. Here it may be taken from the scan id.
private struct NeverJoinedStore: StoreMutant {
    let right: any ScanStore
    /// Whether a scan that is there is overlooked.
    let overlooks: @Sendable (ScanSummary) -> Bool

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let outcome = try await right.register(registration)
        guard case .held(let summary) = outcome, self.overlooks(summary) else { return outcome }
        return try await right.register(registration.replacing(registration.entry.inSlotOfItsOwn))
    }

    func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence {
        try await right.presence(of: try await self.place(of: key))
    }

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        try await right.summary(at: try await self.place(of: key))
    }

    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? {
        try await right.entry(at: try await self.place(of: key))
    }

    /// Where the lookup keys say that a scan is.
    private func place(of key: CacheKey) async throws(StoreError) -> CacheKey {
        try await right.lookup(key.scan).primary ?? key
    }
}

/// A store that never replaces a scan.
private struct RefreshIgnoredStore: StoreMutant {
    let right: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        try await right.register(registration.forcing(false))
    }
}

/// A store that withdraws what it replaces.
private struct RefreshRemovesOldScanStore: StoreMutant {
    let right: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let outcome = try await right.register(registration.forcing(false))
        guard registration.forces, case .held(let old) = outcome, !old.isPartial else { return outcome }
        try await right.withdraw(old.key)
        return try await right.register(registration)
    }
}

/// A store that reads the newest scan with the same filters, whichever was asked for.
private struct SlotOverwrittenStore: StoreMutant {
    let right: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let outcome = try await right.register(registration)
        if case .registered = outcome {
            _ = try await self.redis?.send(
                .set(self.newest(registration.key), RedisArgument("\(registration.key)"), lifetime: .seconds(900))
            )
        }
        return outcome
    }

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        try await right.summary(at: try await self.occupant(of: key))
    }

    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? {
        try await right.entry(at: try await self.occupant(of: key))
    }

    private func occupant(of key: CacheKey) async throws(StoreError) -> CacheKey {
        try await self.redis?.send(.get(self.newest(key))).string.flatMap(CacheKey.init) ?? key
    }

    private func newest(_ key: CacheKey) -> String {
        "\(self.redis?.keys.prefix ?? "")opportunity_scan_newest:\(key.user):\(key.filters)"
    }
}

/// A store that registers a second scan with the same filters without any strategies.
private struct ReinitiationStuckStore: StoreMutant {
    let right: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let outcome = try await right.register(registration.forcing(false))
        guard registration.forces, case .held(let old) = outcome, !old.isPartial else { return outcome }
        let summary = registration.entry.summary
        let empty = ScanEntry(key: summary.key, filters: summary.filters, strategies: [], at: summary.startedAt)
        return try await right.register(registration.replacing(empty))
    }
}

/// A queue that keeps scans without strategies for ever.
private struct ReinitiationStuckQueue: QueueMutant {
    let right: any ScanQueue

    func next(for worker: WorkerID, waiting patience: Duration) async throws(StoreError) -> ScanAssignment? {
        guard let assignment = try await right.next(for: worker, waiting: patience) else { return nil }
        return assignment.entry.summary.strategies.isEmpty ? nil : assignment
    }
}

extension ScanEntry {
    /// The placeholder under a cache key that no other scan shares a slot with.
    fileprivate var inSlotOfItsOwn: ScanEntry {
        let key = summary.key
        let own = CacheKey("\(key.user):\(key.scan.digits.prefix(16)):\(key.scan.digits)") ?? key
        return ScanEntry(key: own, filters: summary.filters, strategies: summary.strategies, at: summary.startedAt)
    }
}
