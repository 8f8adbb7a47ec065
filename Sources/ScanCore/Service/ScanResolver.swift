//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Logging
import Metrics

/// The resolver of scan ids to cache keys: from memory, by either lookup key, or by a search of the user's results.
///
/// Every method checks the owner; another user's id is not found, and restores nothing. The quoted log messages are
/// what operators search their logs for and stay to the letter.
/// Source: `Conformance/Contract/store.md#resolution-of-a-scan-id`.
package struct ScanResolver: ScanResolving {
    private let store: any ScanStore
    private let memory: ScanMemory
    private let limits: SearchLimits
    private let logger: Logger
    private let restores = ServiceMetrics.Restores()

    /// Creates a resolver.
    package init(store: any ScanStore, memory: ScanMemory, limits: SearchLimits, logger: Logger) {
        self.store = store
        self.memory = memory
        self.limits = limits
        self.logger = logger
        LookupMethod.prepare()
    }

    package func resolve(_ scan: ScanID, for user: UserID) async throws(StoreError) -> CacheKey? {
        if let key = memory.key(of: scan) {
            return key.user == user ? found(key, by: .memory) : foreign(scan)
        }
        let lookup = try await store.lookup(scan, of: user)
        if let key = lookup.primary {
            guard key.user == user else { return foreign(scan) }
            if lookup.index == nil { try await restoreLookups(of: key, counting: restores.primary) }
            return found(key, by: .primary)
        }
        if let key = lookup.index {
            guard key.user == user else { return foreign(scan) }
            logger.info("Scan cache key resolved via result index", metadata: ["scan_id": "\(scan)"])
            try await restoreLookups(of: key, counting: restores.index)
            return found(key, by: .index)
        }
        return try await search(for: scan, of: user)
    }

    private func search(for scan: ScanID, of user: UserID) async throws(StoreError) -> CacheKey? {
        let result = try await store.search(for: scan, of: user, within: limits)
        guard let key = result.key, key.user == user else {
            await logFailure(scan, user: user, iterations: result.iterations)
            return nil
        }
        logger.info(
            "Scan cache key resolved via direct result search (fallback)",
            metadata: ["scan_id": "\(scan)", "iterations": "\(result.iterations)"]
        )
        try await restoreLookups(of: key, counting: restores.search)
        return found(key, by: .search)
    }

    private func restoreLookups(of key: CacheKey, counting counter: Counter) async throws(StoreError) {
        counter.increment()
        try await store.restoreLookups(of: key)
    }

    private func found(_ key: CacheKey, by method: LookupMethod) -> CacheKey {
        method.count()
        logger.debug("Scan cache key resolved", metadata: ["scan_id": "\(key.scan)", "method": "\(method)"])
        memory.remember(key)
        return key
    }

    private func foreign(_ scan: ScanID) -> CacheKey? {
        LookupMethod.none.count()
        logger.warning(
            "Failed to resolve scan cache key",
            metadata: ["scan_id": "\(scan)", "reason": "the scan belongs to another user"]
        )
        return nil
    }

    private func logFailure(_ scan: ScanID, user: UserID, iterations: Int) async {
        LookupMethod.none.count()
        let lifetimes = (try? await store.lifetimes(of: scan, user: user)) ?? []
        let keys = lifetimes.map { "\($0.key)=\($0.remaining.map { "\($0.seconds) s" } ?? "absent")" }
        logger.warning(
            "Failed to resolve scan cache key",
            metadata: [
                "scan_id": "\(scan)",
                "reason": "no lookup key and no result of this user names it",
                "iterations": "\(iterations)",
                "keys": "\(keys.joined(separator: ", "))",
            ]
        )
    }
}

/// A resolver of scan ids to cache keys.
///
/// ``ScanResolver`` is the correct one; mutants of the conformance suite break it.
package protocol ScanResolving: Sendable {
    /// Resolves the scan id of a user.
    ///
    /// - Returns: The cache key; `nil` if the user has no such scan.
    /// - Throws: ``StoreError`` if the store is unavailable.
    func resolve(_ scan: ScanID, for user: UserID) async throws(StoreError) -> CacheKey?
}

/// The method by which a scan id was resolved, or that it was not.
///
/// Source: `Conformance/Contract/store.md#resolution-of-a-scan-id`.
enum LookupMethod: String {
    case memory
    case primary
    case index
    case search
    case none

    /// Counts one lookup.
    func count() {
        switch self {
        case .memory: Self.counters.memory.increment()
        case .primary: Self.counters.primary.increment()
        case .index: Self.counters.index.increment()
        case .search: Self.counters.search.increment()
        case .none: Self.counters.none.increment()
        }
    }

    /// Makes the counters, so that each stands at 0 before the first lookup.
    static func prepare() { _ = counters }

    /// The counters, made once: before the first lookup the process has chosen where its metrics go.
    private static let counters = (
        memory: counter(.memory), primary: counter(.primary), index: counter(.index), search: counter(.search),
        none: counter(.none)
    )

    private static func counter(_ method: LookupMethod) -> Counter {
        Counter(label: "scan_lookups_total", dimensions: [("method", method.rawValue)])
    }
}
