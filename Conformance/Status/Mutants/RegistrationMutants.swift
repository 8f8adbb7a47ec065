//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import ScanCore
import ScanServer
import Synchronization

extension Mutant {
    /// A write is lost, and the read-back that would notice is missing.
    static let firstWriteDropped = Mutant(
        name: "first-write-dropped",
        summary: "The first scan that a worker starts is never written, yet its id is handed out.",
        violates: ["STAT-001", "STAT-002", "RATE-001", "RATE-002"],
        // The write that is dropped holds the initiation's count against the quota, too.
        consequences: ["STAT-005", "STAT-010", "INIT-005", "INIT-007", "ERR-009"] + consequencesOfNotFound
            + consequencesOfNoResults,
        cause: "the registration is lost and nobody reads it back before the answer",
        traits: [.endless],
        seams: ServerSeams(store: { FirstWriteDroppedStore(base: $0) })
    )

    /// The id is returned before its lookup keys exist, which is when a quarter of the scan is done.
    static let noReadBack = Mutant(
        name: "no-read-back",
        summary: "The id leaves the server before its lookup keys are there: they come when a quarter is done.",
        violates: ["STAT-001", "STAT-002"],
        consequences: consequencesOfNotFound,
        cause: "the initiation is answered before the scan is registered in the shared store",
        traits: [.endless],
        seams: ServerSeams(store: { NoReadBackStore(base: $0) })
    )

    /// A worker connects to the store only when a scan is first begun or looked up, which takes half a second.
    ///
    /// Source: `Conformance/Contract/store.md#why-it-is-built-so`.
    static let connectsAtFirstUse = Mutant(
        name: "connects-at-first-use",
        summary: "A worker is without the store until 0.5 s after its first request; its first poll finds nothing.",
        violates: ["STAT-001", "STAT-002"],
        // The number of failed polls depends on the worker that each of the first jobs was begun on.
        consequences: ["RES-001", "RES-002", "RATE-003"] + consequencesOfNotFound,
        cause: "a worker takes initiations before it is connected to the store, and answers from its memory",
        traits: [.endless, .intermittent],
        seams: ServerSeams(
            store: { ConnectsAtFirstUseStore(base: $0) },
            resolver: { base, _ in FirstPollIgnoredResolver(base: base) }
        )
    )
}

extension KeyPresence {
    /// The presence that a store reports without reading.
    static let taken = KeyPresence(entry: true, primary: true, index: true, latest: true)
}

/// A store that loses the first registration of its worker.
private struct FirstWriteDroppedStore: StoreMutant {
    let base: any ScanStore
    let registrations = Tally()

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        registrations.next() == 0 ? .registered : try await base.register(registration)
    }

    func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence { .taken }
}

/// A store whose lookup keys appear once a quarter of the scan is done.
private struct NoReadBackStore: StoreMutant {
    let base: any ScanStore

    func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence { .taken }

    func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup {
        let lookup = try await base.lookup(scan)
        guard let key = lookup.primary, try await base.summary(at: key)?.summary.hasJustBegun == true else {
            return lookup
        }
        return ScanLookup(primary: nil, index: nil)
    }

    func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        let result = try await base.search(for: scan, of: user, within: limits)
        guard let key = result.key, try await base.summary(at: key)?.summary.hasJustBegun == true else {
            return result
        }
        return SearchResult(key: nil, iterations: result.iterations)
    }
}

extension ScanSummary {
    fileprivate var hasJustBegun: Bool { isPartial && progress.hasJustBegun }
}

/// A store that becomes available some time after its worker first uses it.
private final class ConnectsAtFirstUseStore: StoreMutant {
    private struct State {
        var connection: ContinuousClock.Instant?
        var own: Set<ScanID> = []

        /// Connects at the first call; returns true once that is done.
        mutating func isConnected() -> Bool {
            let done = connection ?? .now + .milliseconds(500)
            connection = done
            return done <= .now
        }
    }

    let base: any ScanStore
    private let state = Mutex(State())

    init(base: any ScanStore) {
        self.base = base
    }

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        self.state.withLock { state in
            _ = state.isConnected()
            state.own.insert(registration.key.scan)
        }
        return try await base.register(registration)
    }

    func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup {
        guard knows(scan) else { return ScanLookup(primary: nil, index: nil) }
        return try await base.lookup(scan)
    }

    func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        guard self.knows(scan) else { return SearchResult(key: nil, iterations: 0) }
        return try await base.search(for: scan, of: user, within: limits)
    }

    /// Returns true if the store is connected, or if this worker started the scan.
    private func knows(_ scan: ScanID) -> Bool {
        self.state.withLock { state in
            let isConnected = state.isConnected()
            return isConnected || state.own.contains(scan)
        }
    }
}

/// A resolver that finds nothing at the first poll of its worker, even what the worker has begun itself.
///
/// So the first poll of the whole run is not found, whichever worker it meets; by the store alone, the first polls could all
/// meet the workers that know their scans.
private struct FirstPollIgnoredResolver: ScanResolving {
    let base: any ScanResolving
    let polls = Tally()

    func resolve(_ scan: ScanID, for user: UserID) async throws(StoreError) -> CacheKey? {
        guard let key = try await base.resolve(scan, for: user) else { return nil }
        return polls.next() == 0 ? nil : key
    }
}
