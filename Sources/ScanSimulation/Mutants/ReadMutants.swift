//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore

extension CoreMutant {
    /// Mutants of the reads of a service.
    static let reads = [
        CoreMutant("partial-answers-cached", "a node answers polls from the first entry that it has read") {
            $0.read = { life, key, read async throws(StoreError) in try await read().map { life.first($0) } }
        },
        CoreMutant("unavailable-is-absent", "a scan is not found while the store cannot be reached") {
            $0.read = { life, key, read async throws(StoreError) in
                do throws(StoreError) {
                    return try await read()
                } catch {
                    return nil
                }
            }
        },
        CoreMutant("owner-ignored", "a scan is shown to whoever knows its id") {
            $0.resolver = { store, memory, limits, logger in
                StrangersResolver(store: store, memory: memory)
            }
        },
        CoreMutant("search-missing", "a scan without lookup keys is not searched for") {
            $0.search = { _, _ async throws(StoreError) in SearchResult(key: nil, iterations: 1) }
        },
    ]
}

/// A resolver that does not check the owner.
private struct StrangersResolver: ScanResolving {
    let store: any ScanStore
    let memory: ScanMemory

    func resolve(_ scan: ScanID, for user: UserID) async throws(StoreError) -> CacheKey? {
        if let key = memory.key(of: scan) { return key }
        let lookup = try await store.lookup(scan)
        if let key = lookup.primary ?? lookup.index { return key }
        return try await store.search(for: scan, of: user, within: SearchLimits()).key
    }
}
