//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The current resolution of a scan id, by each method.
package struct ScanResolution: Sendable {
    /// The cache key in this process's memory.
    package let memory: CacheKey?
    /// The cache keys in the two lookup keys.
    package let lookup: ScanLookup
    /// The result of a search among the owner's entries.
    package let search: SearchResult
    /// The keys that were read, with the remaining lifetime of each.
    package let lifetimes: [KeyLifetime]
    /// The entry, if it exists.
    package let entry: ScanEntry?
}

extension ScanService {
    /// Resolves a scan id by every method, without restoring anything.
    ///
    /// - Parameters:
    ///   - scan: The scan.
    ///   - owner: The owner, if known; otherwise the user that a lookup names.
    ///   - limits: The limits of the search.
    /// - Returns: The resolution; `nil` if the owner is unknown.
    /// - Throws: ``StoreError`` if the store is unavailable.
    package func resolution(
        of scan: ScanID,
        owner: UserID?,
        limits: SearchLimits = SearchLimits()
    ) async throws(StoreError) -> ScanResolution? {
        let remembered = memory.key(of: scan)
        let lookup = try await store.lookup(scan)
        guard let owner = owner ?? remembered?.user ?? lookup.primary?.user ?? lookup.index?.user else { return nil }
        let search = try await store.search(for: scan, of: owner, within: limits)
        var entry: ScanEntry?
        if let key = lookup.primary ?? lookup.index ?? remembered ?? search.key {
            entry = try await store.entry(at: key)
        }
        return ScanResolution(
            memory: remembered,
            lookup: lookup,
            search: search,
            lifetimes: try await store.lifetimes(of: scan, user: owner),
            entry: entry
        )
    }
}
