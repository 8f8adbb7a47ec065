//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import RedisClient

/// A census of a deployment's keys, which keeps those with the longest lifetimes.
struct Census {
    /// The roles by the beginning of a key after the deployment's prefix; the longest match counts.
    ///
    /// Source: `Conformance/Contract/store.md#key-names`.
    private static let roles: [(beginning: String, role: StoredKey.Role)] = [
        ("opportunity_scan_result_index:", .index),
        ("opportunity_scan_result:", .entry),
        ("opportunity_scan_lookup:", .lookup),
        ("opportunity_user_latest_scan:", .latestJob),
        ("opportunity_user_scans:", .userScans),
        ("opportunity_scan_slot:", .slot),
        ("opportunity_scan_active:", .lease),
        ("opportunity_scan_stats:", .statistics),
        ("opportunity_discovery_errors:", .statistics),
        ("scan_lifecycle:", .statistics),
        ("opportunity_scan_queue", .queue),
        ("opportunity_", .unknown),
    ]

    /// Longer than any lifetime, in the order of keys.
    private static let forever = Duration.milliseconds(Int64.max)

    let prefix: String
    let limit: Int
    private var keys: [StoredKey] = []
    private var count = 0

    init(prefix: String, limit: Int) {
        self.prefix = prefix
        self.limit = limit
    }

    /// The keys without an expiry and with the longest lifetimes, and the number of all keys.
    var result: (keys: [StoredKey], count: Int) { (Array(sorted.prefix(limit)), count) }

    /// Returns true if a key is one of the deployment's.
    func isOfDeployment(_ key: String) -> Bool { role(of: key) != nil }

    /// Counts a key, with its remaining lifetime in Redis' form: -1 without an expiry, -2 without the key.
    mutating func add(_ key: String, remaining: Int64) {
        guard remaining != -2, let role = self.role(of: key) else { return }
        count += 1
        keys.append(
            StoredKey(role: role, key: key, exists: true, remaining: remaining >= 0 ? .milliseconds(remaining) : nil)
        )
        if keys.count >= 2 * limit { keys = Array(sorted.prefix(limit)) }
    }

    private var sorted: [StoredKey] {
        keys.sorted { ($1.remaining ?? Self.forever, $0.key) < ($0.remaining ?? Self.forever, $1.key) }
    }

    private func role(of key: String) -> StoredKey.Role? {
        guard key.hasPrefix(prefix) else { return nil }
        let name = RedisPartitions.name(of: key.dropFirst(prefix.count))
        return Self.roles.first { name.hasPrefix($0.beginning) }?.role
    }
}
