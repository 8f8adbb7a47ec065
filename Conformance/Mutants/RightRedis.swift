//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ScanRedis

extension StoreMutant {
    /// The Redis behind the right store, for faults of its keys; `nil` where scans are kept in memory.
    var redis: RedisBackend? { (right as? RedisScanStore)?.backend }
}

extension QueueMutant {
    /// The Redis behind the right queue, for faults of its keys; `nil` where scans are kept in memory.
    var redis: RedisBackend? { (right as? RedisScanQueue)?.backend }
}

extension RedisKeys {
    /// The keys that lead from a scan id to its entry, and from the user to the latest one.
    func lookups(of key: CacheKey) -> [String] { [lookup(key.scan), index(key.scan), latest(key.user)] }
}

extension ScanRegistration {
    /// The registration with another entry.
    func replacing(_ entry: ScanEntry) -> ScanRegistration {
        ScanRegistration(entry: entry, forces: forces, quota: quota)
    }

    /// The registration, asking for a new scan or not.
    func forcing(_ forces: Bool) -> ScanRegistration {
        ScanRegistration(entry: entry, forces: forces, quota: quota)
    }
}
