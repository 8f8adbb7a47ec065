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
        let keys = keys(of: user)
        let replies = try await backend.pipeline(
            [
                .zrange(keys.scans(of: user), from: 0, through: -1), .hget(keys.lifecycle(scan), "cache_key"),
            ] + (backend.client.isCluster ? [] : [.dbsize])
        )
        guard replies.count >= 2 else { throw .unexpected("a search") }
        let known = ((replies[0].array ?? []) + [replies[1]]).compactMap { $0.string.flatMap(CacheKey.init) }
        if let key = known.first(where: { $0.scan == scan && $0.user == user }) {
            return SearchResult(key: key, iterations: 1)
        }
        var sweeps = try sweeps(of: keys.scans(of: user))
        var most = replies.count > 2 ? replies[2].integer ?? 0 : 0
        if backend.client.isCluster {
            for place in sweeps.indices { most = max(most, try await size(of: &sweeps[place])) }
        }
        let step = min(Self.step(keys: most, iterations: limits.iterations - 1), limits.keysPerIteration)
        return try await search(for: scan, of: user, in: &sweeps, step: step, within: limits)
    }

    /// The part of a search in the keys of one server.
    private struct Sweep {
        let node: RedisNode
        /// A flag for a server that has keys of the user only while their slot moves.
        ///
        /// If it did, and were away, the user's keys could not have been read before the search.
        let isDispensable: Bool
        var cursor = "0"
        var isDone = false
    }

    private func sweeps(of key: String) throws(StoreError) -> [Sweep] {
        do throws(RedisError) {
            let (owner, others) = try backend.client.holders(of: key)
            return [Sweep(node: owner, isDispensable: false)] + others.map { Sweep(node: $0, isDispensable: true) }
        } catch {
            throw StoreError(error)
        }
    }

    /// Sends a command to the server of a sweep; `nil` ends a sweep that can be dispensed with.
    private func send(_ command: RedisCommand, in sweep: inout Sweep) async throws(StoreError) -> RESPValue? {
        do throws(RedisError) {
            return try await sweep.node.send(command)
        } catch {
            guard sweep.isDispensable else { throw StoreError(error) }
            sweep.isDone = true
            return nil
        }
    }

    private func size(of sweep: inout Sweep) async throws(StoreError) -> Int64 {
        try await send(.dbsize, in: &sweep)?.integer ?? 0
    }

    /// Returns the number of keys per step so that all steps together cover all keys, with a margin of a fifth.
    static func step(keys: Int64, iterations: Int) -> Int {
        guard iterations > 0 else { return 0 }
        return max(100, Int((Double(keys) * 1.2 / Double(iterations)).rounded(.up)))
    }

    /// Searches all servers side by side: a user's keys are on one, and on two while their slot moves.
    private func search(
        for scan: ScanID,
        of user: UserID,
        in sweeps: inout [Sweep],
        step: Int,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        let keys = keys(of: user)
        let pattern = keys.results(of: user)
        var iterations = 1
        while iterations < limits.iterations, !sweeps.allSatisfy(\.isDone) {
            iterations += 1
            for place in sweeps.indices where !sweeps[place].isDone {
                for name in try await names(like: pattern, step: step, in: &sweeps[place]) {
                    guard let key = keys.cacheKey(ofResult: name) else { continue }
                    if key.scan == scan, key.user == user { return SearchResult(key: key, iterations: iterations) }
                }
            }
        }
        return SearchResult(key: nil, iterations: iterations)
    }

    private func names(like pattern: String, step: Int, in sweep: inout Sweep) async throws(StoreError) -> [String] {
        let scan = RedisCommand.scan(sweep.cursor, match: pattern, count: step)
        guard let reply = try await send(scan, in: &sweep) else { return [] }
        guard let parts = reply.array, parts.count == 2, let next = parts[0].string else {
            throw .unexpected("a search")
        }
        sweep.cursor = next
        sweep.isDone = next == "0"
        return (parts[1].array ?? []).compactMap(\.string)
    }
}
