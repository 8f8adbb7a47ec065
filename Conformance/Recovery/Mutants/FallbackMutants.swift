//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Hiredis
import RedisClient
import ScanCore
import ScanRedis
import ScanServer

extension Mutant {
    /// Only one of the two lookup keys is read.
    static let indexNeverAsked = Mutant(
        name: "index-never-asked",
        summary: "Without the primary lookup key a scan is not found.",
        violates: ["REC-001"],
        consequences: consequencesOfLostLookups,
        needs: [.access(.store), .access(.storeChanges)],
        seams: forgetful { FallbackMissingStore(base: $0, asksIndex: false) }
    )

    /// The search for a scan without lookup keys is missing.
    static let fallbackMissing = Mutant(
        name: "fallback-missing",
        summary: "Without lookup keys a scan is not found: nothing searches the results.",
        violates: ["REC-002"],
        consequences: consequencesOfLostLookups,
        cause: "there is no direct search",
        needs: [.access(.store), .access(.storeChanges)],
        seams: forgetful { FallbackMissingStore(base: $0, asksIndex: true) }
    )

    /// The search does not restore the lookup keys, so every poll searches again.
    static let fallbackDoesNotRestore = Mutant(
        name: "fallback-does-not-restore",
        summary:
            "A scan that was found by searching gets its lookup keys back by its next write only, if there is one.",
        violates: ["REC-002"],
        needs: [.access(.store), .access(.storeChanges)],
        seams: forgetful { FallbackDoesNotRestoreStore(base: $0) }
    )

    /// The search has no limit and scans every key of the store.
    static let fallbackUnbounded = Mutant(
        name: "fallback-unbounded",
        summary: "The search for lost lookups looks at fifty keys at a time until it has seen all.",
        violates: ["REC-003"],
        consequences: ["PERF-001", "RATE-001", "RATE-002"],
        needs: [.access(.store), .access(.storeChanges), .access(.logs)],
        seams: forgetful { SmallStepsStore(base: $0, iterations: .max) }
    )

    /// The search stops after too few keys.
    ///
    /// Source: `Conformance/Contract/store.md#why-it-is-built-so`.
    static let fallbackBoundedTooTightly = Mutant(
        name: "fallback-bounded-too-tightly",
        summary: "The search for lost lookups looks at 500 keys and gives up, whatever else the store holds.",
        violates: ["REC-003"],
        consequences: ["STAT-001", "STAT-002", "STAT-008", "RATE-001", "RATE-002", "OBS-001"],
        cause: "the search scans all keys with a small COUNT and gives up after a number of steps",
        needs: [.access(.store), .access(.storeChanges)],
        seams: forgetful { SmallStepsStore(base: $0, iterations: 10) }
    )

    /// The search ignores the owner of the scan.
    static let fallbackIgnoresOwner = Mutant(
        name: "fallback-ignores-owner",
        summary: "A scan without lookup keys is found and restored by whoever polls it.",
        violates: ["REC-004"],
        consequences: ["ISO-001", "ISO-002"],
        needs: [.access(.store), .access(.storeChanges), .access(.secondUser)],
        seams: ServerSeams(
            configuration: { $0.rememberedScans = 0 },
            resolver: { FallbackIgnoresOwnerResolver(base: $0, store: $1) }
        )
    )

    private static let consequencesOfLostLookups = [
        "REC-002", "REC-001", "REC-003", "REC-004", "STAT-001", "STAT-002", "STAT-008", "RATE-001", "RATE-002",
        "OBS-001",
    ]

    /// Returns extension points without the in-memory cache of workers, which would make any search unnecessary.
    private static func forgetful(_ store: @escaping @Sendable (any ScanStore) -> any ScanStore) -> ServerSeams {
        ServerSeams(configuration: { $0.rememberedScans = 0 }, store: store)
    }
}

/// A store without a search.
private struct FallbackMissingStore: StoreMutant {
    let base: any ScanStore
    let asksIndex: Bool

    func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup {
        let lookup = try await base.lookup(scan)
        return ScanLookup(primary: lookup.primary, index: asksIndex ? lookup.index : nil)
    }

    func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        SearchResult(key: nil, iterations: 0)
    }
}

/// A store that does not restore lookup keys.
private struct FallbackDoesNotRestoreStore: StoreMutant {
    let base: any ScanStore

    func restoreLookups(of key: CacheKey) async throws(StoreError) {}
}

/// A store that searches all keys in steps of fifty, without the user's own set.
private struct SmallStepsStore: StoreMutant {
    let base: any ScanStore
    let iterations: Int

    func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        guard let redis = self.redis else { return try await base.search(for: scan, of: user, within: limits) }
        var cursor = "0"
        var steps = 0
        repeat {
            steps += 1
            let reply = try await redis.send(.scan(cursor, match: redis.keys.results(of: user), count: 50)).array ?? []
            for name in reply.last?.array ?? [] {
                guard let key = name.string.flatMap(redis.keys.cacheKey(ofResult:)), key.scan == scan else { continue }
                return SearchResult(key: key, iterations: steps)
            }
            cursor = reply.first?.string ?? "0"
        } while cursor != "0" && steps < self.iterations
        return SearchResult(key: nil, iterations: steps)
    }
}

/// A resolver that searches the results of all users.
private struct FallbackIgnoresOwnerResolver: ScanResolving {
    let base: any ScanResolving
    let store: any ScanStore

    func resolve(_ scan: ScanID, for user: UserID) async throws(StoreError) -> CacheKey? {
        let lookup = try await store.lookup(scan)
        guard lookup.primary == nil, lookup.index == nil, let redis = (store as? RedisScanStore)?.backend else {
            return try await base.resolve(scan, for: user)
        }
        let anybodys = "\(redis.keys.prefix)opportunity_scan_result:*:\(scan.digits)"
        var cursor = "0"
        repeat {
            let reply = try await redis.send(.scan(cursor, match: anybodys, count: 100_000)).array ?? []
            if let key = reply.last?.array?.first?.string.flatMap(redis.keys.cacheKey(ofResult:)) {
                try await store.restoreLookups(of: key)
                return key
            }
            cursor = reply.first?.string ?? "0"
        } while cursor != "0"
        return nil
    }
}
