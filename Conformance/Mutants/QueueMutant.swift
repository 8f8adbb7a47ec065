//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import RedisClient
import ScanCore
import ScanRedis

/// A queue that forwards every call to another queue; a mutant overrides the call that it breaks.
protocol QueueMutant: ScanQueue {
    /// The wrapped queue, which works correctly.
    var base: any ScanQueue { get }
}

extension QueueMutant {
    func next(for worker: WorkerID, waiting patience: Duration) async throws(StoreError) -> ScanAssignment? {
        try await base.next(for: worker, waiting: patience)
    }

    /// Makes the store take a write that is behind an earlier one, which it otherwise leaves out.
    func forgetWrites(of key: CacheKey) async throws(StoreError) {
        guard let redis = self.redis else { return }
        _ = try await redis.send(.hset(redis.keys(of: key.user).lifecycle(key.scan), [("written", 0)]))
    }

    func renew(_ assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await base.renew(assignment)
    }

    func write(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await base.write(entry, under: assignment)
    }

    func finish(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await base.finish(entry, under: assignment)
    }

    func handBack(_ assignment: ScanAssignment) async throws(StoreError) {
        try await base.handBack(assignment)
    }

    func leave(_ worker: WorkerID) async throws(StoreError) {
        try await base.leave(worker)
    }
}
