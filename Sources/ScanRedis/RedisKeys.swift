//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import RedisClient
package import ScanCore

/// The names of the keys.
///
/// Source: `Conformance/Contract/store.md#key-names`.
package struct RedisKeys: Sendable, Hashable {
    /// What every key begins with, so that deployments and tests can share a Redis; empty by default.
    package let prefix: String

    /// Names keys under a prefix.
    package init(prefix: String = "") {
        self.prefix = prefix
    }

    /// The queue's stream.
    package var queue: String { "\(prefix)opportunity_scan_queue" }

    /// The cache entry of a scan.
    package func result(_ key: CacheKey) -> String { "\(prefix)opportunity_scan_result:\(key)" }
    /// A pattern that matches the entries of one user; the user's id means nothing but itself.
    package func results(of user: UserID) -> String {
        RedisCommand.escapedGlob("\(resultPrefix)\(user):") + "*"
    }
    /// The primary lookup key.
    package func lookup(_ scan: ScanID) -> String { "\(prefix)opportunity_scan_lookup:\(scan)" }
    /// The second lookup key.
    package func index(_ scan: ScanID) -> String { "\(prefix)opportunity_scan_result_index:\(scan)" }
    /// The user's latest scan.
    package func latest(_ user: UserID) -> String { "\(prefix)opportunity_user_latest_scan:\(user)" }
    /// The user's scans by start time.
    package func scans(of user: UserID) -> String { "\(prefix)opportunity_user_scans:\(user)" }
    /// The scan that runs or is fresh for a user's filters.
    package func slot(_ key: CacheKey) -> String { "\(prefix)opportunity_scan_slot:\(key.user):\(key.filters)" }
    /// The lease.
    package func active(_ key: CacheKey) -> String { "\(prefix)opportunity_scan_active:\(key)" }
    /// Phases and attempts of a scan.
    package func lifecycle(_ scan: ScanID) -> String { "\(prefix)scan_lifecycle:\(scan)" }
    /// The counters of a day, `2026-01-27`.
    package func statistics(of day: String) -> String { "\(prefix)opportunity_scan_stats:\(day)" }
    /// The errors of a day.
    package func errors(of day: String) -> String { "\(prefix)opportunity_discovery_errors:\(day)" }
    /// The log of a rate limit's subject.
    package func rate(_ subject: String) -> String { "\(prefix)opportunity_rate:\(subject)" }

    /// What the keys of a scan begin with, for scripts that complete them.
    var lookupPrefix: String { "\(prefix)opportunity_scan_lookup:" }
    var indexPrefix: String { "\(prefix)opportunity_scan_result_index:" }
    var slotPrefix: String { "\(prefix)opportunity_scan_slot:" }
    var activePrefix: String { "\(prefix)opportunity_scan_active:" }
    /// What the key of an entry begins with, for a script that completes it.
    var resultPrefix: String { "\(prefix)opportunity_scan_result:" }

    /// Reads the cache key out of the key of an entry.
    package func cacheKey(ofResult key: String) -> CacheKey? {
        guard key.hasPrefix(resultPrefix) else { return nil }
        return CacheKey(String(key.dropFirst(resultPrefix.count)))
    }
}
