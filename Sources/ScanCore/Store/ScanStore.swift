//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The store of scans: their entries, and the lookup keys that lead to them.
///
/// Two implementations share one set of tests: ``MemoryStore`` here and `RedisScanStore` in ScanRedis. Every call is at
/// most one round trip. Source: `Conformance/Contract/store.md#the-scan-store`.
package protocol ScanStore: Sendable {
    /// Claims the slot and writes placeholder, lookup keys and queue message, or returns the slot's holder, atomically.
    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome

    /// A flag that is true if ``presence(of:)`` waits until a replica or the disk has the scan.
    var confirmsScans: Bool { get }

    /// Reads which keys of a scan exist, in a round trip of its own.
    ///
    /// - Throws: ``StoreError``; `unconfirmed` if the scan is to be confirmed, and was not in time.
    func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence

    /// Writes the missing keys of a registration again, each lookup key with its full lifetime.
    func repair(_ registration: ScanRegistration) async throws(StoreError)

    /// Deletes all keys of a registration.
    func withdraw(_ key: CacheKey) async throws(StoreError)

    /// Reads both lookup keys of a scan.
    func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup

    /// Reads both lookup keys of a scan that is said to be a user's.
    ///
    /// A store in parts looks where this user's scans are, so that another user's may not be found.
    func lookup(_ scan: ScanID, of user: UserID) async throws(StoreError) -> ScanLookup

    /// Searches the entries of a user for a scan without lookup keys, the user's own set first.
    func search(for scan: ScanID, of user: UserID, within limits: SearchLimits) async throws(StoreError) -> SearchResult

    /// Writes every lookup key of a scan with its full lifetime, if its entry exists.
    func restoreLookups(of key: CacheKey) async throws(StoreError)

    /// Reads the summary of an entry and, in the same round trip, the presence of its lookup keys.
    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary?

    /// Reads a whole entry.
    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry?

    /// Reads what a poll is answered with and, in the same round trip, the presence of the lookup keys.
    func poll(at key: CacheKey) async throws(StoreError) -> StoredPoll?

    /// Reads what a read of the results is answered with.
    func results(at key: CacheKey) async throws(StoreError) -> StoredResults?

    /// Returns the user's latest scan, while its lookup keys live.
    func latestScan(of user: UserID) async throws(StoreError) -> CacheKey?

    /// Returns the remaining lifetimes of a scan's keys, for the operator's log.
    func lifetimes(of scan: ScanID, user: UserID) async throws(StoreError) -> [KeyLifetime]

    /// Checks that the store responds.
    func ping() async throws(StoreError)
}

extension ScanStore {
    package var confirmsScans: Bool { false }

    package func lookup(_ scan: ScanID, of user: UserID) async throws(StoreError) -> ScanLookup {
        try await lookup(scan)
    }
}

/// The registration of a new scan.
package struct ScanRegistration: Sendable {
    /// The placeholder entry, with progress 0 of n.
    package let entry: ScanEntry
    /// A flag that is true if a fresh complete scan with the same filters is to be replaced.
    package let forces: Bool
    /// The rate limit of the user's initiations, counted in the same atomic step; `nil` for no limit.
    package let quota: Quota?

    /// The scan's cache key.
    package var key: CacheKey { entry.summary.key }

    /// Creates a registration.
    package init(entry: ScanEntry, forces: Bool, quota: Quota?) {
        self.entry = entry
        self.forces = forces
        self.quota = quota
    }
}

/// The outcome of a registration.
package enum RegistrationOutcome: Sendable {
    /// The slot was free: placeholder, lookup keys and queue message have been written.
    case registered
    /// The slot is held by a running or fresh scan with the same filters; nothing was written.
    case held(ScanSummary)
    /// The user's quota is used up for the given time.
    case limited(retryAfter: Duration)
}

/// The presence of each key of a scan.
package struct KeyPresence: Sendable, Hashable {
    /// The cache entry.
    package let entry: Bool
    /// The primary lookup key.
    package let primary: Bool
    /// The index key.
    package let index: Bool
    /// The user's latest-scan key, whichever scan it names.
    package let latest: Bool

    /// Creates a presence.
    package init(entry: Bool, primary: Bool, index: Bool, latest: Bool) {
        self.entry = entry
        self.primary = primary
        self.index = index
        self.latest = latest
    }

    /// A flag that is true if no key is missing.
    package var isComplete: Bool { entry && hasLookups }

    /// A flag that is true if no lookup key is missing.
    package var hasLookups: Bool { primary && index && latest }
}

/// The values of a scan's two lookup keys.
package struct ScanLookup: Sendable, Hashable {
    /// The value of `opportunity_scan_lookup:{scan}`.
    package let primary: CacheKey?
    /// The value of `opportunity_scan_result_index:{scan}`.
    package let index: CacheKey?

    /// Creates a lookup.
    package init(primary: CacheKey?, index: CacheKey?) {
        self.primary = primary
        self.index = index
    }
}

/// The limits of a direct search.
package struct SearchLimits: Sendable, Hashable, Codable {
    /// The maximum number of steps, including the read of the user's own set.
    package var iterations: Int
    /// The maximum number of keys per step.
    package var keysPerIteration: Int

    /// Creates limits: 10 steps of 250 000 keys by default, which covers two million keys.
    package init(iterations: Int = 10, keysPerIteration: Int = 250_000) {
        self.iterations = iterations
        self.keysPerIteration = keysPerIteration
    }
}

/// The result of a direct search.
package struct SearchResult: Sendable, Hashable {
    /// The scan's cache key, if it was found.
    package let key: CacheKey?
    /// The number of steps taken.
    package let iterations: Int

    /// Creates a result.
    package init(key: CacheKey?, iterations: Int) {
        self.key = key
        self.iterations = iterations
    }
}

/// A summary as read from the store.
package struct StoredSummary: Sendable {
    /// The summary.
    package let summary: ScanSummary
    /// A flag that is true if every lookup key existed at the same time.
    package let hasLookups: Bool

    /// Creates a stored summary.
    package init(summary: ScanSummary, hasLookups: Bool) {
        self.summary = summary
        self.hasLookups = hasLookups
    }
}

/// The remaining lifetime of a key.
package struct KeyLifetime: Sendable, Hashable {
    /// The key's name in the store.
    package let key: String
    /// The remaining lifetime; `nil` if the key does not exist.
    package let remaining: Duration?

    /// Creates a lifetime.
    package init(key: String, remaining: Duration?) {
        self.key = key
        self.remaining = remaining
    }
}
