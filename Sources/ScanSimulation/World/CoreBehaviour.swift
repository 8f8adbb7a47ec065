//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Logging
import ScanCore

/// The steps of the core that mutants replace; all are the core's own unless replaced.
package struct CoreBehaviour: Sendable {
    typealias Effect<Argument, Value> = @Sendable (MemoryStore, Argument) async throws(StoreError) -> Value
    /// The circumstances of a registration.
    struct Registering: Sendable {
        /// A flag that is true if the node has not sent this registration before.
        let isFirst: Bool
        /// Lets virtual time pass.
        let sleep: @Sendable (Duration) async throws -> Void
    }

    typealias Writing = @Sendable (MemoryStore, ScanEntry, ScanAssignment) async throws(StoreError) -> Bool

    var lifetimes: @Sendable (ScanLifetimes) -> ScanLifetimes = { $0 }
    var register:
        @Sendable (MemoryStore, ScanRegistration, Registering) async throws(StoreError) -> RegistrationOutcome = {
            store,
            registration,
            _ async throws(StoreError) in
            try await store.register(registration)
        }
    var presence: Effect<CacheKey, KeyPresence> = { store, key async throws(StoreError) in
        try await store.presence(of: key)
    }
    /// A flag that is true if the id of a scan that exists already is handed out once it is confirmed.
    var confirmsJoined = true
    var next: @Sendable (MemoryStore, WorkerID, Duration) async throws(StoreError) -> ScanAssignment? = {
        store,
        worker,
        patience async throws(StoreError) in
        try await store.next(for: worker, waiting: patience)
    }
    var renew: Effect<ScanAssignment, Bool> = { store, assignment async throws(StoreError) in
        try await store.renew(assignment)
    }
    var write: Writing = { store, entry, assignment async throws(StoreError) in
        try await store.write(entry, under: assignment)
    }
    var finish: Writing = { store, entry, assignment async throws(StoreError) in
        try await store.finish(entry, under: assignment)
    }
    var handBack: Effect<ScanAssignment, Void> = { store, assignment async throws(StoreError) in
        try await store.handBack(assignment)
    }
    var search: Effect<(scan: ScanID, user: UserID, limits: SearchLimits), SearchResult> = {
        store,
        what async throws(StoreError) in
        try await store.search(for: what.scan, of: what.user, within: what.limits)
    }
    /// The way in which a node reads a summary.
    var read:
        @Sendable (NodeLife, CacheKey, () async throws(StoreError) -> StoredSummary?) async throws(StoreError) ->
            StoredSummary? = { _, _, read async throws(StoreError) in try await read() }
    var resolver: @Sendable (any ScanStore, ScanMemory, SearchLimits, Logger) -> any ScanResolving = {
        ScanResolver(store: $0, memory: $1, limits: $2, logger: $3)
    }

    /// Creates the behaviour of the core itself.
    package init() {}
}
