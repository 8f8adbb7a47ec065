//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Where scans are kept: their entries, and the lookup keys that lead to them.
///
/// Two implementations share one set of tests: ``MemoryStore`` here and `RedisScanStore` in ScanRedis. Every call is at
/// most one round trip. Source: `Conformance/Contract/store.md#the-scan-store`.
package protocol ScanStore: Sendable {
    /// Claims the slot and writes placeholder, lookups and queue message, or finds who holds the slot: one atomic step.
    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome

    /// Asks, by a separate read, which keys of a scan are there.
    func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence

    /// Writes again whatever is missing of a registration, each lookup key with its full lifetime.
    func repair(_ registration: ScanRegistration) async throws(StoreError)

    /// Undoes a registration.
    func withdraw(_ key: CacheKey) async throws(StoreError)

    /// Reads both lookup keys of a scan.
    func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup

    /// Searches the entries of a user for a scan whose lookup keys are gone, the user's own set first.
    func search(for scan: ScanID, of user: UserID, within limits: SearchLimits) async throws(StoreError) -> SearchResult

    /// Writes every lookup key of a scan with its full lifetime, provided that its entry is there.
    func restoreLookups(of key: CacheKey) async throws(StoreError)

    /// Reads the summary of an entry, and in the same round trip whether its lookup keys are there.
    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary?

    /// Reads a whole entry.
    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry?

    /// The scan that a user started last, as long as its lookup keys live.
    func latestScan(of user: UserID) async throws(StoreError) -> CacheKey?

    /// The names of a scan's keys with the lifetime each has left, for the operator's log.
    func lifetimes(of scan: ScanID, user: UserID) async throws(StoreError) -> [KeyLifetime]

    /// Finds out whether the store answers.
    func ping() async throws(StoreError)
}

/// What is written when a scan is initiated.
package struct ScanRegistration: Sendable {
    /// The placeholder, 0 of n.
    package let entry: ScanEntry
    /// Whether a fresh complete scan of the same filters is to be replaced.
    package let forces: Bool
    /// How many initiations the user may make, counted in the same atomic step; `nil` for any number.
    package let quota: Quota?

    /// The scan's cache key.
    package var key: CacheKey { entry.summary.key }

    /// Describes a registration.
    package init(entry: ScanEntry, forces: Bool, quota: Quota?) {
        self.entry = entry
        self.forces = forces
        self.quota = quota
    }
}

/// What became of a registration.
package enum RegistrationOutcome: Sendable {
    /// The slot was free: placeholder, lookups and queue message are written.
    case registered
    /// A scan with the same filters runs or is fresh; nothing was written.
    case held(ScanSummary)
    /// The user's quota is used up; it has room again after the given time.
    case limited(retryAfter: Duration)
}

/// Which keys of a scan are there.
package struct KeyPresence: Sendable, Hashable {
    /// The cache entry.
    package let entry: Bool
    /// The primary lookup key.
    package let primary: Bool
    /// The index key.
    package let index: Bool
    /// The user's latest-scan key, whichever scan it names.
    package let latest: Bool

    /// Describes what is there.
    package init(entry: Bool, primary: Bool, index: Bool, latest: Bool) {
        self.entry = entry
        self.primary = primary
        self.index = index
        self.latest = latest
    }

    /// Whether nothing is missing.
    package var isComplete: Bool { entry && hasLookups }

    /// Whether no lookup key is missing.
    package var hasLookups: Bool { primary && index && latest }
}

/// What the two lookup keys of a scan say.
package struct ScanLookup: Sendable, Hashable {
    /// What `opportunity_scan_lookup:{scan}` holds.
    package let primary: CacheKey?
    /// What `opportunity_scan_result_index:{scan}` holds.
    package let index: CacheKey?

    /// Describes what they say.
    package init(primary: CacheKey?, index: CacheKey?) {
        self.primary = primary
        self.index = index
    }
}

/// How far a direct search may go.
package struct SearchLimits: Sendable, Hashable, Codable {
    /// How many steps it takes at most, the look into the user's own set among them.
    package var iterations: Int
    /// How many keys a step looks at, at most.
    package var keysPerIteration: Int

    /// Creates limits: 10 steps of 250 000 keys by default, which covers two million keys.
    package init(iterations: Int = 10, keysPerIteration: Int = 250_000) {
        self.iterations = iterations
        self.keysPerIteration = keysPerIteration
    }
}

/// What a direct search came to.
package struct SearchResult: Sendable, Hashable {
    /// The scan's cache key, if it was found.
    package let key: CacheKey?
    /// How many steps it took.
    package let iterations: Int

    /// Describes a result.
    package init(key: CacheKey?, iterations: Int) {
        self.key = key
        self.iterations = iterations
    }
}

/// A summary as it was read.
package struct StoredSummary: Sendable {
    /// The summary.
    package let summary: ScanSummary
    /// Whether every lookup key was there at the same instant.
    package let hasLookups: Bool

    /// Describes what was read.
    package init(summary: ScanSummary, hasLookups: Bool) {
        self.summary = summary
        self.hasLookups = hasLookups
    }
}

/// A key and how long it will live.
package struct KeyLifetime: Sendable, Hashable {
    /// The key's name in the store.
    package let key: String
    /// What is left of its life; `nil` when the key is not there.
    package let remaining: Duration?

    /// Describes a key.
    package init(key: String, remaining: Duration?) {
        self.key = key
        self.remaining = remaining
    }
}
