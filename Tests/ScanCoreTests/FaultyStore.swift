//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Synchronization

/// A thread-safe counter.
final class Tally: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }
    func increment() { count.withLock { $0 += 1 } }
    func set(times: Int = .max) { count.withLock { $0 = times } }

    /// Decrements the counter, and returns `false` if it is zero.
    func take() -> Bool {
        count.withLock { count in
            guard count > 0 else { return false }
            count -= 1
            return true
        }
    }
}

/// A store that forwards to a correct store, except for the faults that a test switches on.
struct FaultyStore: ScanStore {
    let right: MemoryStore
    let hidesPrimary = Tally()
    let hidesIndex = Tally()
    let deniesPresence = Tally()
    let forgets = Tally()
    let restored = Tally()
    let repaired = Tally()
    /// A closure that is called whenever the store is asked whether keys are there.
    var whileAsked: @Sendable () -> Void = {}

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        try await right.register(registration)
    }

    func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence {
        whileAsked()
        if forgets.take() { right.state.withLock { $0.restore(MemoryStoreState()) } }
        if deniesPresence.take() { return KeyPresence(entry: true, primary: false, index: true, latest: true) }
        return try await right.presence(of: key)
    }

    func repair(_ registration: ScanRegistration) async throws(StoreError) {
        repaired.increment()
        try await right.repair(registration)
    }

    func withdraw(_ key: CacheKey) async throws(StoreError) { try await right.withdraw(key) }

    func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup {
        let lookup = try await right.lookup(scan)
        return ScanLookup(
            primary: hidesPrimary.value > 0 ? nil : lookup.primary,
            index: hidesIndex.value > 0 ? nil : lookup.index
        )
    }

    func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        try await right.search(for: scan, of: user, within: limits)
    }

    func restoreLookups(of key: CacheKey) async throws(StoreError) {
        restored.increment()
        try await right.restoreLookups(of: key)
    }

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? { try await right.summary(at: key) }
    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? { try await right.entry(at: key) }
    func latestScan(of user: UserID) async throws(StoreError) -> CacheKey? { try await right.latestScan(of: user) }

    func lifetimes(of scan: ScanID, user: UserID) async throws(StoreError) -> [KeyLifetime] {
        try await right.lifetimes(of: scan, user: user)
    }

    func ping() async throws(StoreError) {}
}
