//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// How a scan id resolves now, method by method.
package struct ScanResolution: Sendable {
    /// What this process remembers.
    package let memory: CacheKey?
    /// What the two lookup keys say.
    package let lookup: ScanLookup
    /// What a search among the owner's results came to.
    package let search: SearchResult
    /// The keys that were asked, and how long each will live.
    package let lifetimes: [KeyLifetime]
    /// The entry, if it is there.
    package let entry: ScanEntry?
}

extension ScanService {
    /// Asks every method for a scan id, and changes nothing.
    ///
    /// - Parameters:
    ///   - scan: The scan.
    ///   - owner: Whose it is, if that is known; else whoever a lookup names.
    ///   - limits: How far the search goes.
    /// - Returns: `nil` when neither a method nor the caller knows whose scan it is.
    /// - Throws: When the store cannot say.
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
