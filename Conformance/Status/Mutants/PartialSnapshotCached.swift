//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ScanServer
import Synchronization

extension Mutant {
    /// A worker caches a partial snapshot and serves it for a while.
    ///
    /// After one worker said `complete`, another still says `scanning`: every poll *finds* the scan, and many are wrong.
    /// A plan that counts `not_found` alone calls this healthy.
    /// Source: `Conformance/Contract/store.md#why-it-is-built-so`.
    static let partialSnapshotCached = Mutant(
        name: "partial-snapshot-cached",
        summary: "A worker answers from a partial snapshot for some seconds after it read it.",
        violates: ["STAT-004", "PROG-001", "PROG-008"],
        consequences: ["STAT-011", "PROG-007", "RATE-002", "RATE-005"],
        seams: ServerSeams(store: { PartialSnapshotCachedStore(base: $0) })
    )
}

/// A store that caches the summary of a running scan for some seconds.
private final class PartialSnapshotCachedStore: StoreMutant {
    private struct Snapshot {
        let stored: StoredSummary
        let expiry: ContinuousClock.Instant
    }

    let base: any ScanStore
    private static let lives: [Duration] = [.seconds(1), .seconds(4), .seconds(2), .seconds(3), .milliseconds(1500)]

    private let reads = Tally()
    private let snapshots = Mutex<[CacheKey: Snapshot]>([:])

    init(base: any ScanStore) {
        self.base = base
    }

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        let now = ContinuousClock.now
        if let snapshot = snapshots.withLock({ $0[key] }), snapshot.expiry > now { return snapshot.stored }
        let stored = try await base.summary(at: key)
        if let stored, stored.summary.isPartial {
            // Different lifetimes, so that snapshots that several workers read at the same moment expire at different
            // ones.
            let life = Self.lives[reads.next() % Self.lives.count]
            snapshots.withLock { $0[key] = Snapshot(stored: stored, expiry: now + life) }
        }
        return stored
    }
}
