//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
import Synchronization

/// What a worker may keep in memory: only what can no longer change.
///
/// A mapping from scan id to cache key never changes. An entry is kept once it is complete or failed, until it expires;
/// a partial one never, or this worker would go on telling yesterday's progress.
/// Source: `Conformance/Contract/store.md#only-final-entries-in-memory`.
package final class ScanMemory: Sendable {
    private struct Final {
        let entry: ScanEntry
        let expiry: Date
    }

    private let keys: Mutex<BoundedCache<ScanID, CacheKey>>
    private let finals: Mutex<BoundedCache<ScanID, Final>>
    private let lifetimes: ScanLifetimes

    /// Creates an empty memory.
    ///
    /// - Parameters:
    ///   - lifetimes: How long the store keeps entries.
    ///   - keys: How many mappings to keep, about 200 bytes each.
    ///   - entries: How many final entries to keep, some 100 kB each.
    package init(lifetimes: ScanLifetimes, keys: Int = 16_384, entries: Int = 128) {
        self.lifetimes = lifetimes
        self.keys = Mutex(BoundedCache(capacity: keys))
        self.finals = Mutex(BoundedCache(capacity: entries))
    }

    /// The cache key of a scan that this process has met.
    package func key(of scan: ScanID) -> CacheKey? { keys.withLock { $0[scan] } }

    /// Remembers where a scan is kept.
    package func remember(_ key: CacheKey) { keys.withLock { $0[key.scan] = key } }

    /// A final entry that has not expired.
    package func finalEntry(of scan: ScanID, at now: Date) -> ScanEntry? {
        finals.withLock { finals in
            guard let final = finals[scan] else { return nil }
            guard final.expiry > now else {
                finals[scan] = nil
                return nil
            }
            return final.entry
        }
    }

    /// Remembers an entry if nothing may change it any more, no longer than the store does.
    package func remember(_ entry: ScanEntry, at now: Date) {
        guard entry.summary.state.isFinal else { return }
        // Another worker's clock wrote `cachedAt`: should it be ahead of ours, ours bounds the life all the same.
        let expiry = min(entry.summary.cachedAt, now) + lifetimes.result.seconds
        finals.withLock { $0[entry.summary.key.scan] = Final(entry: entry, expiry: expiry) }
    }

    /// Forgets a scan that the store no longer has.
    package func forget(_ scan: ScanID) {
        keys.withLock { $0[scan] = nil }
        finals.withLock { $0[scan] = nil }
    }
}
