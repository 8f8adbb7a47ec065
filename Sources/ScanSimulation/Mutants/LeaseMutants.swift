//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Synchronization

extension CoreMutant {
    /// Mutants of leases and the queue.
    static let leases = [
        CoreMutant("lease-shared", "a scan is given away although its lease lives") {
            $0.next = { store, worker, patience async throws(StoreError) in
                store.state.withLock { state in
                    for key in state.queue { state.work[key]?.lease = nil }
                }
                return try await store.next(for: worker, waiting: patience)
            }
        },
        CoreMutant("lease-endless", "a lease never runs out, whoever dies with it") {
            $0.next = { store, worker, patience async throws(StoreError) in
                let assignment = try await store.next(for: worker, waiting: patience)
                if let key = assignment?.key {
                    store.state.withLock { $0.work[key]?.lease?.expiry = .distantFuture }
                }
                return assignment
            }
        },
        CoreMutant("lease-not-renewed", "a renewal changes nothing and says that it did") {
            $0.renew = { _, _ async throws(StoreError) in true }
        },
        CoreMutant("renewal-unfenced", "a worker that lost its lease renews that of its successor") {
            $0.renew = { store, assignment async throws(StoreError) in
                try await store.renew(store.current(assignment))
            }
        },
        CoreMutant("handed-back-unqueued", "a scan that is handed back is not queued") {
            $0.handBack = { store, assignment async throws(StoreError) in
                try await store.handBack(assignment)
                store.state.withLock { $0.queue.removeAll { $0 == assignment.key } }
            }
        },
        CoreMutant("handed-back-unfenced", "a worker that lost its lease hands back that of its successor") {
            $0.handBack = { store, assignment async throws(StoreError) in
                try await store.handBack(store.current(assignment))
            }
        },
        CoreMutant("attempts-uncounted", "attempts are not counted, so that a poisoned scan kills workers for ever") {
            $0.next = { store, worker, patience async throws(StoreError) in
                store.state.withLock { state in
                    for key in state.queue {
                        let attempts = state.work[key]?.attempts ?? 0
                        state.work[key]?.handedBack = attempts
                    }
                }
                return try await store.next(for: worker, waiting: patience)
            }
        },
        CoreMutant("takeover-from-start", "whoever takes a scan over begins it anew") {
            $0.next = { store, worker, patience async throws(StoreError) in
                guard let taken = try await store.next(for: worker, waiting: patience) else { return nil }
                let summary = taken.entry.summary
                let placeholder = ScanEntry(
                    key: summary.key,
                    filters: summary.filters,
                    strategies: summary.strategies,
                    at: summary.startedAt
                )
                return ScanAssignment(
                    entry: placeholder,
                    worker: worker,
                    attempt: taken.attempt,
                    handedBack: taken.handedBack,
                    message: taken.message
                )
            }
        },
    ]
}

extension MemoryStore {
    /// Returns an assignment as if it were that of the current lease.
    func current(_ assignment: ScanAssignment) -> ScanAssignment {
        let lease = state.withLock { $0.work[assignment.key]?.lease?.value }
        let parts = lease?.split(separator: ":") ?? []
        guard parts.count == 2, let attempt = Int(parts[1]) else { return assignment }
        return ScanAssignment(
            entry: assignment.entry,
            worker: WorkerID(String(parts[0])),
            attempt: attempt,
            handedBack: assignment.handedBack,
            message: assignment.message
        )
    }
}
