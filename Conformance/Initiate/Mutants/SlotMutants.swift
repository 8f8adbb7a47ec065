//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import FoundationEssentials
import Hiredis
import RedisClient
import ScanCore
import ScanRedis
import ScanServer

extension Mutant {
    /// Every initiation starts a new scan.
    static let neverJoined = Mutant(
        name: "running-scan-never-joined",
        summary: "An initiation never finds a scan with the same filters: each one starts its own.",
        violates: ["INIT-005", "INIT-007"],
        seams: ServerSeams(store: { NeverJoinedStore(base: $0) { _, _ in true } })
    )

    /// Concurrent initiations both start a scan, as if each looked for a running one before either claimed the slot.
    static let twinsBothStarted = Mutant(
        name: "twins-both-started",
        summary: "Whether a scan runs is looked up 0.1 s before its slot is claimed, so that twins both start one.",
        violates: ["INIT-007"],
        consequences: ["INIT-005"],
        seams: ServerSeams(
            store: {
                // What another claimed after the look is overlooked.
                NeverJoinedStore(base: $0, delay: .milliseconds(100)) { $0.startedAt.addingTimeInterval(0.1) > $1 }
            }
        )
    )

    /// `force_refresh` is parsed but ignored.
    static let refreshIgnored = Mutant(
        name: "refresh-ignored",
        summary: "force_refresh is answered with the scan that is there.",
        violates: ["INIT-006"],
        seams: ServerSeams(store: { RefreshIgnoredStore(base: $0) })
    )

    /// A refresh removes the finished scan.
    static let refreshRemovesOldScan = Mutant(
        name: "refresh-removes-old-scan",
        summary: "A new scan with the same filters removes the finished one.",
        violates: ["INIT-006", "STAT-002", "STAT-008", "RES-001"],
        consequences: ["RES-004"] + consequencesOfNotFound + consequencesOfNoResults,
        cause: "user and filters have one slot, which the new scan overwrites",
        seams: ServerSeams(
            configuration: { $0.rememberedResults = 0 },
            store: { RefreshRemovesOldScanStore(base: $0) }
        )
    )

    /// One slot per user and filters holds only the newest scan.
    ///
    /// Source: `Conformance/Contract/store.md#why-it-is-built-so`.
    static let slotOverwritten = Mutant(
        name: "slot-overwritten",
        summary: "One slot for each filter set: the old id answers with what the next scan has found so far.",
        violates: ["STAT-006", "RES-001", "RES-002", "RES-009"],
        consequences: ["RATE-002", "RATE-003", "RATE-005", "RES-004", "RES-005", "ERR-010"],
        seams: ServerSeams(
            configuration: { $0.rememberedResults = 0 },
            store: { SlotOverwrittenStore(base: $0) }
        )
    )

    /// A scan that is started again with the same filters never makes progress.
    ///
    /// Source: `Conformance/Contract/store.md#why-it-is-built-so`.
    static let reinitiationStuck = Mutant(
        name: "reinitiation-stuck-at-zero",
        summary: "A second scan with the same filters stays scanning, 0 of 0, until it expires.",
        violates: ["STAT-005", "PROG-003"],
        consequences: ["RATE-002", "RATE-005", "STAT-010"],
        traits: [.endless],
        seams: ServerSeams(store: { ReinitiationStuckStore(base: $0) }, queue: { ReinitiationStuckQueue(base: $0) })
    )
}

/// A store that can give a scan its own slot instead of joining another scan.
///
/// The digest of the filters in the cache key names the slot. Here the digest may come from the scan id instead.
private struct NeverJoinedStore: StoreMutant {
    let base: any ScanStore
    /// The time from the look for a scan to the claim.
    var delay = Duration.zero
    /// A predicate that is true for existing scans to ignore, given the time of the look.
    let overlooks: @Sendable (ScanSummary, Date) -> Bool

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let looked = Date.now
        // A request that is cancelled meanwhile claims at once.
        try? await Task.sleep(for: delay)
        let outcome = try await base.register(registration)
        guard case .held(let summary) = outcome, overlooks(summary, looked) else { return outcome }
        return try await base.register(registration.replacing(registration.entry.inSlotOfItsOwn))
    }

    func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence {
        try await base.presence(of: try await place(of: key))
    }

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        try await base.summary(at: try await place(of: key))
    }

    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? {
        try await base.entry(at: try await place(of: key))
    }

    /// Returns the cache key of a scan according to its lookup keys.
    private func place(of key: CacheKey) async throws(StoreError) -> CacheKey {
        try await base.lookup(key.scan).primary ?? key
    }
}

/// A store that never replaces a scan.
private struct RefreshIgnoredStore: StoreMutant {
    let base: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        try await base.register(registration.forcing(false))
    }
}

/// A store that deletes the scan that it replaces.
private struct RefreshRemovesOldScanStore: StoreMutant {
    let base: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let outcome = try await base.register(registration.forcing(false))
        guard registration.forces, case .held(let old) = outcome, !old.isPartial else { return outcome }
        try await base.withdraw(old.key)
        return try await base.register(registration)
    }
}

/// A store that reads the newest scan with the same filters instead of the requested one.
private struct SlotOverwrittenStore: StoreMutant {
    let base: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let outcome = try await base.register(registration)
        if case .registered = outcome {
            _ = try await redis?.send(
                .set(newest(registration.key), RedisArgument("\(registration.key)"), lifetime: .seconds(900))
            )
        }
        return outcome
    }

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        try await base.summary(at: try await occupant(of: key))
    }

    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? {
        try await base.entry(at: try await occupant(of: key))
    }

    private func occupant(of key: CacheKey) async throws(StoreError) -> CacheKey {
        try await redis?.send(.get(newest(key))).string.flatMap(CacheKey.init) ?? key
    }

    private func newest(_ key: CacheKey) -> String {
        "\(redis?.keys.prefix ?? "")opportunity_scan_newest:\(key.user):\(key.filters)"
    }
}

/// A store that registers a second scan with the same filters without any strategies.
private struct ReinitiationStuckStore: StoreMutant {
    let base: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let outcome = try await base.register(registration.forcing(false))
        guard registration.forces, case .held(let old) = outcome, !old.isPartial else { return outcome }
        let summary = registration.entry.summary
        let empty = ScanEntry(key: summary.key, filters: summary.filters, strategies: [], at: summary.startedAt)
        return try await base.register(registration.replacing(empty))
    }
}

/// A queue that never delivers scans without strategies.
private struct ReinitiationStuckQueue: QueueMutant {
    let base: any ScanQueue

    func next(for worker: WorkerID, waiting patience: Duration) async throws(StoreError) -> ScanAssignment? {
        guard let assignment = try await base.next(for: worker, waiting: patience) else { return nil }
        return assignment.entry.summary.strategies.isEmpty ? nil : assignment
    }
}

extension ScanEntry {
    /// The placeholder under a cache key whose slot no other scan shares.
    fileprivate var inSlotOfItsOwn: ScanEntry {
        let key = summary.key
        let own = CacheKey("\(key.user):\(key.scan.digits.prefix(16)):\(key.scan.digits)") ?? key
        return ScanEntry(key: own, filters: summary.filters, strategies: summary.strategies, at: summary.startedAt)
    }
}
