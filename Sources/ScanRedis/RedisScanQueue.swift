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
    /// The partition that is looked at first; each one in turn, so that none waits for long.
    let turn = QueueTurn()
    private var lifetimes: ScanLifetimes { backend.lifetimes }
    private let left = LifetimeMetrics(at: .write)

    /// Creates a queue.
    package init(_ backend: RedisBackend) {
        self.backend = backend
    }

    package func renew(_ assignment: ScanAssignment) async throws(StoreError) -> Bool {
        let key = assignment.key
        let reply = try await backend.evaluate(WorkScripts.renew, for: key) { argument in
            switch argument {
            case .cacheKey: .id(key)
            case .scan: .id(key.scan)
            case .held: .id(assignment.lease)
            case .lease: .milliseconds(lifetimes.lease)
            case .entryTTL: .milliseconds(lifetimes.partial)
            case .lookupTTL: .milliseconds(lifetimes.lookup)
            case .started: .number(assignment.entry.summary.startedAt.epochMilliseconds)
            case .lifecycleTTL: .milliseconds(RedisBackend.lifecycleLifetime)
            case .group: .text(RedisBackend.group)
            case .worker: .id(assignment.worker)
            case .message: .text(assignment.message)
            }
        }
        return isWritten(reply)
    }

    /// Returns true if a script says that it has written, and notes the lifetimes that were left.
    private func isWritten(_ reply: RESPValue) -> Bool {
        guard let parts = reply.array, parts.first?.integer == 1 else { return false }
        let left = parts.dropFirst().map { Duration.milliseconds(max(0, $0.integer ?? 0)) }
        if left.count == 2 { self.left.record(lookup: left[0], entry: left[1]) }
        return true
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
        let keys = backend.keys(of: summary.key.user)
        let stored = try backend.stored(entry)
        let reply = try await backend.evaluate(
            WorkScripts.write,
            key: { key in
                switch key {
                case .scan(let key): keys.name(of: key, for: summary.key)
                case .other(.statistics): keys.statistics(of: day)
                case .other(.errors): keys.errors(of: day)
                }
            },
            argument: { argument in
                switch argument {
                case .cacheKey: .id(summary.key)
                case .scan: .id(summary.key.scan)
                case .held: .id(assignment.lease)
                case .entry: .bytes(stored)
                case .entryTTL: .milliseconds(lifetimes.entry(in: summary.state))
                case .lookupTTL: .milliseconds(lifetimes.lookup)
                case .started: .number(summary.startedAt.epochMilliseconds)
                case .lifecycleTTL: .milliseconds(RedisBackend.lifecycleLifetime)
                case .final: .text(final)
                case .group: .text(RedisBackend.group)
                case .message: .text(assignment.message)
                case .opportunities: .number(Int64(summary.progress.found))
                case .strategies: .number(Int64(summary.progress.completed))
                case .elapsed: .number(summary.elapsedMilliseconds(by: now))
                case .dayTTL: .milliseconds(RedisBackend.statisticsLifetime)
                case .now: .number(now.epochMilliseconds)
                }
            }
        )
        return isWritten(reply)
    }

    package func handBack(_ assignment: ScanAssignment) async throws(StoreError) {
        let key = assignment.key
        _ = try await backend.evaluate(WorkScripts.handBack, for: key) { argument in
            switch argument {
            case .cacheKey: .id(key)
            case .held: .id(assignment.lease)
            case .group: .text(RedisBackend.group)
            case .message: .text(assignment.message)
            }
        }
    }

    package func leave(_ worker: WorkerID) async throws(StoreError) {
        var failure: StoreError?
        await withTaskGroup(of: StoreError?.self) { group in
            // A server that is away must not keep a worker from signing off at the others.
            for keys in backend.partitionKeys {
                group.addTask {
                    do throws(StoreError) { try await leave(worker, keys) } catch { return error }
                    return nil
                }
            }
            for await error in group { failure = failure ?? error }
        }
        if let failure { throw failure }
    }

    private func leave(_ worker: WorkerID, _ keys: RedisKeys) async throws(StoreError) {
        _ = try await backend.evaluate(
            WorkScripts.leave,
            key: { key in
                switch key {
                case .queue: keys.queue
                }
            },
            argument: { argument in
                switch argument {
                case .group: .text(RedisBackend.group)
                case .worker: .id(worker)
                case .lifecyclePrefix: .text(keys.lifecyclePrefix)
                case .activePrefix: .text(keys.activePrefix)
                }
            }
        )
    }
}
