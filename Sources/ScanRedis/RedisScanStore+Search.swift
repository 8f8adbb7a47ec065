//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
package import ScanCore

extension RedisScanStore {
    /// Searches a user's entries: first the user's own set, then the whole keyspace in a bounded number of steps.
    ///
    /// The first step also reads the scan's lifecycle, which names its entry: while the lifecycle is stored, a scan
    /// without lookup keys is found at once. An unknown id costs the whole sweep.
    ///
    /// The step size depends on the number of keys, so that the allowed steps cover all of them: ten steps find a scan
    /// among a million foreign keys, while steps of a fixed size would stop after the first few hundred.
    package func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        let replies = try await backend.pipeline([
            .zrange(keys.scans(of: user), from: 0, through: -1), .hget(keys.lifecycle(scan), "cache_key"), .dbsize,
        ])
        guard replies.count == 3 else { throw .unexpected("a search") }
        let known = ((replies[0].array ?? []) + [replies[1]]).compactMap { $0.string.flatMap(CacheKey.init) }
        if let key = known.first(where: { $0.scan == scan && $0.user == user }) {
            return SearchResult(key: key, iterations: 1)
        }
        let step = Self.step(keys: replies[2].integer ?? 0, iterations: limits.iterations - 1)
        return try await sweep(for: scan, of: user, step: min(step, limits.keysPerIteration), within: limits)
    }

    /// Returns the number of keys per step so that all steps together cover all keys, with a margin of a fifth.
    static func step(keys: Int64, iterations: Int) -> Int {
        guard iterations > 0 else { return 0 }
        return max(100, Int((Double(keys) * 1.2 / Double(iterations)).rounded(.up)))
    }

    private func sweep(
        for scan: ScanID,
        of user: UserID,
        step: Int,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        var cursor = "0"
        var iterations = 1
        while iterations < limits.iterations {
            iterations += 1
            let reply = try await backend.send(.scan(cursor, match: keys.results(of: user), count: step))
            guard let parts = reply.array, parts.count == 2, let next = parts[0].string else {
                throw .unexpected("a search")
            }
            for name in parts[1].array ?? [] {
                guard let key = name.string.flatMap(keys.cacheKey(ofResult:)) else { continue }
                if key.scan == scan, key.user == user { return SearchResult(key: key, iterations: iterations) }
            }
            cursor = next
            if cursor == "0" { break }
        }
        return SearchResult(key: nil, iterations: iterations)
    }
}
