//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ScanRedis

extension StoreMutant {
    /// The Redis backend of the wrapped store, for faults in its keys; `nil` for the in-memory store.
    var redis: RedisBackend? { (base as? RedisScanStore)?.backend }
}

extension QueueMutant {
    /// The Redis backend of the wrapped queue, for faults in its keys; `nil` for the in-memory queue.
    var redis: RedisBackend? { (base as? RedisScanQueue)?.backend }
}

extension RedisKeys {
    /// Returns the keys that lead from a scan id to its entry, and the user's latest-scan key.
    func lookups(of key: CacheKey) -> [String] { [lookup(key.scan), index(key.scan), latest(key.user)] }
}

extension ScanRegistration {
    /// Returns the registration with another entry.
    func replacing(_ entry: ScanEntry) -> ScanRegistration {
        ScanRegistration(entry: entry, forces: forces, quota: quota)
    }

    /// Returns the registration with another value of `forces`.
    func forcing(_ forces: Bool) -> ScanRegistration {
        ScanRegistration(entry: entry, forces: forces, quota: quota)
    }
}
