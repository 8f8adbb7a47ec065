//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import RedisClient
import ScanCore
import ScanRedis
import Synchronization
import TestSupport

/// A store that is compared with others, and the ways in which its time passes and its keys are lost.
struct ComparedStore: Sendable {
    let name: String
    let store: any ScanStore & ScanDiagnostics & RateLimiter
    let queue: any ScanQueue
    /// Empties the store.
    let empty: @Sendable () async throws -> Void
    /// Loses a lookup key: 0 for the primary one, 1 for the index, 2 for the latest scan.
    let loseLookup: @Sendable (CacheKey, Int) async throws -> Void
    /// Lets the time of a lease run out, and no other.
    let endLease: @Sendable (ScanAssignment) async throws -> Void
    /// Lets the time of an entry run out, and no other.
    let lapse: @Sendable (CacheKey) async throws -> Void

    /// The store in memory; whoever waits does not.
    static func memory(lifetimes: ScanLifetimes) -> ComparedStore {
        let store = MemoryStore(lifetimes: lifetimes, clock: ScanClock(now: { Date() }, sleep: { _ in }))
        return ComparedStore(
            name: "memory",
            store: store,
            queue: store,
            empty: { store.state.withLock { $0.restore(MemoryStoreState()) } },
            loseLookup: { key, kind in
                store.state.withLock { state in
                    switch kind {
                    case 0: state.primary[key.scan] = nil
                    case 1: state.index[key.scan] = nil
                    default: state.latest[key.user] = nil
                    }
                }
            },
            endLease: { assignment in
                store.state.withLock { state in
                    guard state.work[assignment.key]?.lease?.value == assignment.lease else { return }
                    state.work[assignment.key]?.lease = nil
                }
            },
            lapse: { key in store.state.withLock { $0.entries[key] = nil } }
        )
    }

    /// A store on one Redis, or on a cluster of which one server has all keys.
    ///
    /// - Parameters:
    ///   - name: The name in messages.
    ///   - fixture: The store.
    ///   - backend: Its backend.
    ///   - server: The server that has the keys.
    /// - Returns: The store.
    static func redis(
        _ name: String,
        _ fixture: StoreFixture,
        _ backend: RedisBackend,
        _ server: RedisServer
    ) -> ComparedStore {
        @Sendable func keys(of user: UserID) -> RedisKeys { backend.keys(of: user) }
        return ComparedStore(
            name: name,
            store: fixture.store,
            queue: fixture.queue,
            empty: { _ = try server.command("FLUSHALL") },
            loseLookup: { key, kind in
                switch kind {
                case 0: _ = try server.command("DEL", keys(of: key.user).lookup(key.scan))
                case 1: _ = try server.command("DEL", keys(of: key.user).index(key.scan))
                default: _ = try server.command("DEL", keys(of: key.user).latest(key.user))
                }
            },
            endLease: { assignment in
                let keys = keys(of: assignment.key.user)
                // The length of the value stands on a line before it.
                let held = try server.command("GET", keys.active(assignment.key)).split(whereSeparator: \.isNewline)
                guard held.last == assignment.lease[...] else { return }
                try server.command("DEL", keys.active(assignment.key))
                let worker = assignment.worker.description
                try server.command(
                    "XCLAIM",
                    keys.queue,
                    "scan-workers",
                    worker,
                    "0",
                    assignment.message,
                    "IDLE",
                    "9000000",
                    "JUSTID"
                )
            },
            lapse: { key in _ = try server.command("DEL", keys(of: key.user).result(key)) }
        )
    }
}
