//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
import Synchronization

/// The in-memory cache of a worker, which holds only data that can no longer change.
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

    /// Creates an empty cache.
    ///
    /// - Parameters:
    ///   - lifetimes: The retention periods of the store.
    ///   - keys: The maximum number of cached keys, about 200 bytes each.
    ///   - entries: The maximum number of cached final entries, some 100 kB each.
    package init(lifetimes: ScanLifetimes, keys: Int = 16_384, entries: Int = 128) {
        self.lifetimes = lifetimes
        self.keys = Mutex(BoundedCache(capacity: keys))
        finals = Mutex(BoundedCache(capacity: entries))
    }

    /// Returns the cache key of a scan, if it is cached.
    package func key(of scan: ScanID) -> CacheKey? { keys.withLock { $0[scan] } }

    /// Caches the cache key of a scan.
    package func remember(_ key: CacheKey) { keys.withLock { $0[key.scan] = key } }

    /// Returns a cached final entry that has not expired.
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

    /// Caches an entry if it is final, no longer than the store keeps it.
    package func remember(_ entry: ScanEntry, at now: Date) {
        guard entry.summary.state.isFinal else { return }
        // Another worker's clock wrote `cachedAt`; if it is ahead, our own clock still limits the retention.
        let expiry = min(entry.summary.cachedAt, now) + lifetimes.result.seconds
        finals.withLock { $0[entry.summary.key.scan] = Final(entry: entry, expiry: expiry) }
    }

    /// Removes a scan that the store no longer has.
    package func forget(_ scan: ScanID) {
        keys.withLock { $0[scan] = nil }
        finals.withLock { $0[scan] = nil }
    }
}
