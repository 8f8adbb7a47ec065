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
        let answers: FinalAnswers
        let expiry: Date
    }

    private let keys: Mutex<BoundedCache<ScanID, CacheKey>>
    private let statuses: Mutex<BoundedCache<ScanID, ScanAnswer>>
    private let finals: Mutex<BoundedCache<ScanID, Final>>
    let lifetimes: ScanLifetimes

    /// Creates an empty cache.
    ///
    /// - Parameters:
    ///   - lifetimes: The retention periods of the store.
    ///   - keys: The maximum number of cached keys, about 200 bytes each, and of final answers to polls, about 600.
    ///   - entries: The maximum number of scans whose final answers are cached, some 100 kB each.
    package init(lifetimes: ScanLifetimes, keys: Int = 16_384, entries: Int = 128) {
        self.lifetimes = lifetimes
        self.keys = Mutex(BoundedCache(capacity: keys))
        statuses = Mutex(BoundedCache(capacity: keys))
        finals = Mutex(BoundedCache(capacity: entries))
    }

    /// Returns the cache key of a scan, if it is cached.
    package func key(of scan: ScanID) -> CacheKey? { keys.withLock { $0[scan] } }

    /// Caches the cache key of a scan.
    package func remember(_ key: CacheKey) { keys.withLock { $0[key.scan] = key } }

    /// Returns the cached answer to polls of a scan that has ended, which holds as long as the store has the scan.
    func status(of scan: ScanID) -> ScanAnswer? { statuses.withLock { $0[scan] } }

    /// Caches an answer to a poll if it is final.
    func remember(_ status: ScanAnswer, of scan: ScanID) {
        guard status.state.isFinal else { return }
        statuses.withLock { $0[scan] = status }
    }

    /// Returns cached final answers that have not expired.
    package func finalAnswers(of scan: ScanID, at now: Date) -> FinalAnswers? {
        finals.withLock { finals in
            guard let final = finals[scan] else { return nil }
            guard final.expiry > now else {
                finals[scan] = nil
                return nil
            }
            return final.answers
        }
    }

    /// Caches the answers about a scan that has ended, no longer than the store keeps it.
    ///
    /// - Parameters:
    ///   - answers: The answers.
    ///   - scan: The scan.
    ///   - remaining: The remaining lifetime of the scan's entry.
    ///   - now: The current time.
    package func remember(_ answers: FinalAnswers, of scan: ScanID, for remaining: Duration, at now: Date) {
        let expiry = now + min(remaining, lifetimes.result).seconds
        finals.withLock { $0[scan] = Final(answers: answers, expiry: expiry) }
    }

    /// Removes a scan that the store no longer has.
    package func forget(_ scan: ScanID) {
        keys.withLock { $0[scan] = nil }
        statuses.withLock { $0[scan] = nil }
        finals.withLock { $0[scan] = nil }
    }
}
