//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
package import ScanCore

extension RedisScanQueue {
    /// Takes over a message of a dead worker, or else reads the next new message.
    ///
    /// A message is claimed once it has been idle for slightly longer than a lease; renewals reset its idle time.
    package func next(
        for worker: WorkerID,
        waiting patience: Duration
    ) async throws(StoreError) -> ScanAssignment? {
        guard !backend.client.isCluster else { return try await nextOfPartitions(for: worker, waiting: patience) }
        let keys = backend.keys
        if let message = try await abandoned(for: worker, in: keys),
            let taken = try await lease(message, for: worker, in: keys)
        {
            return taken
        }
        guard let message = try await new(for: worker, waiting: patience) else { return nil }
        return try await lease(message, for: worker, in: keys)
    }

    /// The idle time after which a message counts as a dead worker's.
    var abandonment: Duration { backend.lifetimes.lease + .milliseconds(100) }

    func abandoned(for worker: WorkerID, in keys: RedisKeys) async throws(StoreError) -> RedisStreamEntry? {
        let command = RedisCommand.xautoclaim(
            keys.queue,
            group: RedisBackend.group,
            consumer: worker.description,
            minimumIdle: abandonment,
            count: 1
        )
        let reply = try await creatingGroup(of: keys) { () async throws(RedisError) in
            try await backend.client.send(command)
        }
        guard let entries = RedisStreamEntry.entries(fromAutoclaim: reply)?.entries else {
            throw .unexpected("abandoned messages")
        }
        return entries.first
    }

    private func new(for worker: WorkerID, waiting patience: Duration) async throws(StoreError) -> RedisStreamEntry? {
        let command = RedisCommand.xreadgroup(
            backend.keys.queue,
            group: RedisBackend.group,
            consumer: worker.description,
            count: 1,
            block: patience
        )
        let reply = try await creatingGroup(of: backend.keys) { () async throws(RedisError) in
            // Blocking commands need a dedicated connection: on a shared one they would delay all other commands.
            do {
                return try await backend.client.withDedicatedConnection { try await $0.send(command) }
            } catch let error as RedisError {
                throw error
            } catch {
                throw RedisError(.cancelled, "the worker is stopping", outcome: .unknown)
            }
        }
        guard let entries = RedisStreamEntry.entries(fromRead: reply) else { throw .unexpected("new messages") }
        return entries.first
    }

    /// Creates the stream and the group if Redis reports them missing, and retries once.
    func creatingGroup(
        of keys: RedisKeys,
        _ request: () async throws(RedisError) -> RESPValue
    ) async throws(StoreError) -> RESPValue {
        do throws(RedisError) {
            return try await request()
        } catch {
            guard error.serverError?.prefix == "NOGROUP" else { throw StoreError(error) }
        }
        do throws(RedisError) {
            _ = try await backend.client.send(.xgroupCreate(keys.queue, group: RedisBackend.group))
        } catch {
            // BUSYGROUP: another worker has created the group meanwhile.
            guard error.serverError?.prefix == "BUSYGROUP" else { throw StoreError(error) }
        }
        do throws(RedisError) { return try await request() } catch { throw StoreError(error) }
    }

    func lease(
        _ message: RedisStreamEntry,
        for worker: WorkerID,
        in keys: RedisKeys
    ) async throws(StoreError) -> ScanAssignment? {
        guard let key = message["cache_key"].flatMap({ CacheKey(String(decoding: $0, as: UTF8.self)) }) else {
            // An invalid message is acknowledged, so that it is not delivered again.
            _ = try await backend.send(.xack(keys.queue, group: RedisBackend.group, ids: [message.id]))
            return nil
        }
        let reply = try await backend.evaluate(WorkScripts.lease, for: key) { argument in
            switch argument {
            case .worker: .id(worker)
            case .lease: .milliseconds(backend.lifetimes.lease)
            case .lifecycleTTL: .milliseconds(RedisBackend.lifecycleLifetime)
            case .group: .text(RedisBackend.group)
            case .message: .text(message.id)
            }
        }
        guard let parts = reply.array, let verdict = parts.first?.string else { throw .unexpected("a lease") }
        guard verdict == "leased" else { return nil }
        guard parts.count == 4, let attempt = parts[1].integer, let handedBack = parts[2].integer,
            let bytes = parts[3].bytes
        else { throw .unexpected("a lease") }
        return ScanAssignment(
            entry: try ScanEntry.read(bytes),
            worker: worker,
            attempt: Int(attempt),
            handedBack: Int(handedBack),
            message: message.id
        )
    }
}
