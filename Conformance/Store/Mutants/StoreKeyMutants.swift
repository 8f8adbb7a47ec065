//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ConformanceMutantList
import Hiredis
import RedisClient
import ScanCore
import ScanRedis
import ScanServer

extension Mutant {
    /// The registration omits a key, and the read-back does not check it.
    static let lookupsMissingAtInitiation = Mutant(
        name: "lookups-missing-at-initiation",
        summary: "The index key comes with the first progress, not with the initiation.",
        violates: ["TTL-001"],
        consequences: ["TTL-002"],
        needs: [.access(.store)],
        traits: [.lifetime],
        seams: ServerSeams(store: { LookupsMissingStore(base: $0) }, queue: { LookupsMissingQueue(base: $0) })
    )

    /// The lookup keys have a fixed lifetime, shorter than that of the entries.
    static let lookupsExpireEarly = Mutant(
        name: "lookups-expire-early",
        summary: "Lookup keys live for sixty seconds after each write, much shorter than their entry.",
        violates: ["TTL-002"],
        consequences: ["REC-002"],
        needs: [.access(.store)],
        traits: [.lifetime],
        seams: ServerSeams(
            configuration: { configuration in
                let entry = max(configuration.lifetimes.result, configuration.lifetimes.partial)
                configuration.lifetimes.buffer = .seconds(60) - entry
            }
        )
    )

    /// The lifetimes of lookup keys are not renewed.
    static let lookupsNotRenewed = Mutant(
        name: "lookups-not-renewed",
        summary: "Writes of the entry leave the lifetimes of its lookup keys as they are.",
        violates: ["TTL-003"],
        consequences: ["TTL-002"],
        needs: [.access(.store)],
        traits: [.lifetime],
        seams: ServerSeams(queue: { LookupsNotRenewedQueue(base: $0) })
    )

    /// Finished entries never expire.
    static let entryNeverExpires = Mutant(
        name: "entry-never-expires",
        summary: "The entry of a complete scan never expires.",
        violates: ["TTL-004"],
        consequences: ["TTL-002", "TTL-005"],
        needs: [.access(.store)],
        traits: [.lifetime],
        seams: ServerSeams(queue: { EntryNeverExpiresQueue(base: $0) })
    )

    /// Each scan leaks a key.
    static let keysLeftBehind = Mutant(
        name: "keys-left-behind",
        summary: "Each scan leaves a key behind that never expires.",
        violates: ["TTL-005"],
        needs: [.access(.store)],
        traits: [.lifetime],
        seams: ServerSeams(store: { KeysLeftBehindStore(base: $0) })
    )
}

/// A store that registers scans without the index key.
private struct LookupsMissingStore: StoreMutant {
    let base: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let outcome = try await base.register(registration)
        guard case .registered = outcome, let redis = self.redis else { return outcome }
        _ = try await redis.send(.del([redis.keys(of: registration.key.user).index(registration.key.scan)]))
        return outcome
    }

    func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence { .taken }
}

/// A queue that also removes the index key when a worker takes a scan, which would otherwise restore it.
private struct LookupsMissingQueue: QueueMutant {
    let base: any ScanQueue

    func next(for worker: WorkerID, waiting patience: Duration) async throws(StoreError) -> ScanAssignment? {
        let assignment = try await base.next(for: worker, waiting: patience)
        guard let assignment, let redis = self.redis else { return assignment }
        _ = try await redis.send(.del([redis.keys(of: assignment.key.user).index(assignment.key.scan)]))
        return assignment
    }
}

/// A queue that resets the lifetimes of the lookup keys after they are renewed.
private struct LookupsNotRenewedQueue: QueueMutant {
    let base: any ScanQueue

    func renew(_ assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await keepingLifetimes(of: assignment.key) { () async throws(StoreError) in
            try await base.renew(assignment)
        }
    }

    func write(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await keepingLifetimes(of: assignment.key) { () async throws(StoreError) in
            try await base.write(entry, under: assignment)
        }
    }

    func finish(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await keepingLifetimes(of: assignment.key) { () async throws(StoreError) in
            try await base.finish(entry, under: assignment)
        }
    }

    private func keepingLifetimes(
        of key: CacheKey,
        _ write: () async throws(StoreError) -> Bool
    ) async throws(StoreError) -> Bool {
        guard let redis = self.redis else { return try await write() }
        var lifetimes: [(String, Duration)] = []
        for name in redis.keys(of: key.user).lookups(of: key) {
            guard let left = try await redis.send(.pttl(name)).integer, left > 0 else { continue }
            lifetimes.append((name, .milliseconds(left)))
        }
        let isWritten = try await write()
        for (name, lifetime) in lifetimes { _ = try await redis.send(.pexpire(name, lifetime)) }
        return isWritten
    }
}

/// A queue that removes the expiry of finished entries.
private struct EntryNeverExpiresQueue: QueueMutant {
    let base: any ScanQueue

    func finish(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        let isWritten = try await base.finish(entry, under: assignment)
        if let redis = self.redis {
            let entry = redis.keys(of: assignment.key.user).result(assignment.key)
            _ = try await redis.send(RedisCommand("PERSIST", [RedisArgument(entry)]))
        }
        return isWritten
    }
}

/// A store that writes a record of each scan without an expiry.
private struct KeysLeftBehindStore: StoreMutant {
    let base: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        if let redis = self.redis {
            let record = "\(redis.keys.prefix)opportunity_scan_audit:\(registration.key.scan)"
            _ = try await redis.send(.set(record, RedisArgument("started")))
        }
        return try await base.register(registration)
    }
}
