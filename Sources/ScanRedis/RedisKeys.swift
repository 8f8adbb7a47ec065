//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import RedisClient
package import ScanCore

/// The names of the Redis keys.
///
/// Source: `Conformance/Contract/store.md#key-names`.
package struct RedisKeys: Sendable, Hashable {
    /// The prefix of every key, so that deployments and tests can share a Redis; empty by default.
    package let prefix: String

    /// Creates key names with a prefix.
    package init(prefix: String = "") {
        self.prefix = prefix
    }

    /// The key of the queue's stream.
    package var queue: String { "\(prefix)opportunity_scan_queue" }

    /// Returns the key of a scan's cache entry.
    package func result(_ key: CacheKey) -> String { "\(prefix)opportunity_scan_result:\(key)" }
    /// Returns a glob pattern for the entries of one user, with the user's id escaped.
    package func results(of user: UserID) -> String {
        RedisCommand.escapedGlob("\(resultPrefix)\(user):") + "*"
    }
    /// Returns the primary lookup key.
    package func lookup(_ scan: ScanID) -> String { "\(prefix)opportunity_scan_lookup:\(scan)" }
    /// Returns the second lookup key, the result index.
    package func index(_ scan: ScanID) -> String { "\(prefix)opportunity_scan_result_index:\(scan)" }
    /// Returns the key of the user's latest scan.
    package func latest(_ user: UserID) -> String { "\(prefix)opportunity_user_latest_scan:\(user)" }
    /// Returns the key of the user's scans, sorted by start time.
    package func scans(of user: UserID) -> String { "\(prefix)opportunity_user_scans:\(user)" }
    /// Returns the key of the slot, which names the running or fresh scan for a user's filters.
    package func slot(_ key: CacheKey) -> String { "\(prefix)opportunity_scan_slot:\(key.user):\(key.filters)" }
    /// Returns the key of the lease.
    package func active(_ key: CacheKey) -> String { "\(prefix)opportunity_scan_active:\(key)" }
    /// Returns the key of a scan's lifecycle.
    package func lifecycle(_ scan: ScanID) -> String { "\(prefix)scan_lifecycle:\(scan)" }
    /// Returns the key of a day's counters, for a date such as `2026-01-27`.
    package func statistics(of day: String) -> String { "\(prefix)opportunity_scan_stats:\(day)" }
    /// Returns the key of a day's error counter.
    package func errors(of day: String) -> String { "\(prefix)opportunity_discovery_errors:\(day)" }
    /// Returns the key of the attempts that a rate limit counts for a subject.
    package func rate(_ subject: String) -> String { "\(prefix)opportunity_rate:\(subject)" }

    /// The prefixes of a scan's keys, for scripts that build the keys.
    var lookupPrefix: String { "\(prefix)opportunity_scan_lookup:" }
    var indexPrefix: String { "\(prefix)opportunity_scan_result_index:" }
    var slotPrefix: String { "\(prefix)opportunity_scan_slot:" }
    var activePrefix: String { "\(prefix)opportunity_scan_active:" }
    /// The prefix of the key of an entry, for scripts that build the key.
    var resultPrefix: String { "\(prefix)opportunity_scan_result:" }

    /// Parses the cache key from the key of an entry.
    package func cacheKey(ofResult key: String) -> CacheKey? {
        guard key.hasPrefix(resultPrefix) else { return nil }
        return CacheKey(String(key.dropFirst(resultPrefix.count)))
    }
}
