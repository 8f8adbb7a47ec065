//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Hiredis
import RedisClient
package import ScanCore

/// The scan queue on a Redis stream with a consumer group; see ``ScanQueue`` for the contract of each call.
package struct RedisScanQueue: ScanQueue {
    /// The backend.
    package let backend: RedisBackend
    private var keys: RedisKeys { backend.keys }
    private var lifetimes: ScanLifetimes { backend.lifetimes }

    /// Creates a queue.
    package init(_ backend: RedisBackend) {
        self.backend = backend
    }

    package func renew(_ assignment: ScanAssignment) async throws(StoreError) -> Bool {
        let key = assignment.key
        let reply = try await backend.evaluate(
            WorkScripts.renew,
            keys: writtenKeys(of: key),
            arguments: [
                .id(key), .id(key.scan), .id(assignment.lease), .milliseconds(lifetimes.lease),
                .milliseconds(lifetimes.partial), .milliseconds(lifetimes.lookup),
                .number(assignment.entry.summary.startedAt.epochMilliseconds),
                .milliseconds(RedisBackend.lifecycleLifetime), .text(RedisBackend.group), .id(assignment.worker),
                .text(assignment.message),
            ]
        )
        return reply.integer == 1
    }

    package func write(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await write(entry, under: assignment, final: "")
    }

    package func finish(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await write(entry, under: assignment, final: entry.summary.state.rawValue)
    }

    private func write(
        _ entry: ScanEntry,
        under assignment: ScanAssignment,
        final: String
    ) async throws(StoreError) -> Bool {
        let summary = entry.summary
        let now = backend.clock.now()
        let day = now.utcDay
        let reply = try await backend.evaluate(
            WorkScripts.write,
            keys: writtenKeys(of: summary.key) + [keys.statistics(of: day), keys.errors(of: day)],
            arguments: [
                .id(summary.key), .id(summary.key.scan), .id(assignment.lease), .bytes(try entry.stored()),
                .milliseconds(lifetimes.entry(in: summary.state)), .milliseconds(lifetimes.lookup),
                .number(summary.startedAt.epochMilliseconds), .milliseconds(RedisBackend.lifecycleLifetime),
                .text(final), .text(RedisBackend.group), .text(assignment.message),
                .number(Int64(summary.progress.found)), .number(Int64(summary.progress.completed)),
                .number(summary.elapsedMilliseconds(by: now)), .milliseconds(RedisBackend.statisticsLifetime),
                .number(now.epochMilliseconds),
            ]
        )
        return reply.integer == 1
    }

    package func handBack(_ assignment: ScanAssignment) async throws(StoreError) {
        let key = assignment.key
        _ = try await backend.evaluate(
            WorkScripts.handBack,
            keys: [keys.active(key), keys.lifecycle(key.scan), keys.queue],
            arguments: [
                .id(key), .id(assignment.lease), .text(RedisBackend.group), .text(assignment.message),
            ]
        )
    }

    package func leave(_ worker: WorkerID) async throws(StoreError) {
        _ = try await backend.evaluate(
            WorkScripts.leave,
            keys: [keys.queue],
            arguments: [.text(RedisBackend.group), .id(worker)]
        )
    }

    private func writtenKeys(of key: CacheKey) -> [String] {
        keys.entryAndLookups(of: key) + [keys.slot(key), keys.active(key), keys.lifecycle(key.scan), keys.queue]
    }
}
