//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
package import ScanCore
import Synchronization

/// The look into Redis for the metrics, four round trips at most.
///
/// Each sample sees the next part of the keyspace, so that after some time every scan has been looked at, however many
/// other keys there are.
package final class RedisStoreSampler: StoreSampler {
    /// The number of keys that a sample passes.
    private static let passed = 200
    /// The number of scans that a sample tells of.
    private static let told = 50

    private let backend: RedisBackend
    /// The place in the keyspace where the next sample begins: a master, and a cursor of its own.
    private let place = Mutex((master: 0, cursor: "0"))

    /// Creates a sampler.
    package init(_ backend: RedisBackend) {
        self.backend = backend
    }

    package func sample() async throws(StoreError) -> StoreSample {
        let queues = backend.partitionKeys.map(\.queue)
        let replies = try await backend.repliesOrErrors(
            queues.flatMap { [.xlen($0), .pending($0)] } + [.time]
        )
        if let refusal = replies.first?.error {
            throw StoreError(.unavailable, "Redis refused XLEN (\(refusal.prefix))")
        }
        guard replies.count == 2 * queues.count + 1, let now = Self.milliseconds(replies[2 * queues.count]) else {
            throw .unexpected("the length of the queue")
        }
        var sample = StoreSample(waiting: 0, running: 0, oldestAge: .zero, keys: [])
        for (place, queue) in queues.enumerated() {
            guard let length = replies[2 * place].integer else { throw .unexpected("the length of the queue") }
            // Without a group, which the first worker makes, nothing has been taken.
            let pending = replies[2 * place + 1].array
            let running = pending?.first?.integer ?? 0
            let last = pending.flatMap { $0.count > 2 ? $0[2].string : nil }
            let waiting = max(0, length - running)
            sample.waiting += Int(waiting)
            sample.running += Int(running)
            if waiting > 0 {
                sample.oldestAge = max(sample.oldestAge, try await age(after: last, in: queue, at: now))
            }
        }
        sample.keys = try await sampleKeys()
        return sample
    }

    /// Returns the age of the oldest message after the newest one that was taken.
    private func age(after last: String?, in queue: String, at now: Int64) async throws(StoreError) -> Duration {
        let start = last.map { "(\($0)" } ?? "-"
        let reply = try await backend.send(
            RedisCommand(
                "XRANGE",
                [RedisArgument(queue), RedisArgument(start), "+", "COUNT", RedisArgument(1)],
                isReadOnly: true
            )
        )
        guard let id = reply.array?.first?.array?.first?.string, let time = Int64(id.prefix { $0 != "-" }) else {
            return .zero
        }
        return .milliseconds(max(0, now - time))
    }

    private func sampleKeys() async throws(StoreError) -> [StoreSample.Keys] {
        let start = place.withLock { $0 }
        let reply: RESPValue
        let masters: [RedisNode]
        do throws(RedisError) {
            masters = try await backend.client.masters()
            guard !masters.isEmpty else { return [] }
            reply = try await masters[start.master % masters.count]
                .send(.scan(start.cursor, match: backend.lookupPattern, count: Self.passed))
        } catch {
            throw StoreError(error)
        }
        guard let parts = reply.array, parts.count == 2, let next = parts[0].string else {
            throw .unexpected("lookup keys")
        }
        place.withLock { $0 = (next == "0" ? (start.master + 1) % masters.count : start.master, next) }
        let names = (parts[1].array ?? []).prefix(Self.told).compactMap(\.string)
        guard !names.isEmpty else { return [] }
        let looked = try await backend.pipeline(names.map { .get($0) } + names.map { .pttl($0) })
        guard looked.count == 2 * names.count else { throw .unexpected("lookup keys") }
        let values = looked.prefix(names.count)
        let scans = zip(values, looked.dropFirst(names.count)).compactMap { value, left in
            value.string.flatMap(CacheKey.init).map { (key: $0, lookup: Self.lifetime(left)) }
        }
        guard !scans.isEmpty else { return [] }
        let entries = try await backend.pipeline(scans.map { .pttl(backend.keys(of: $0.key.user).result($0.key)) })
        return zip(scans, entries).map { scan, left in
            StoreSample.Keys(lookup: scan.lookup, entry: Self.lifetime(left))
        }
    }

    /// Returns the lifetime that `PTTL` tells; `nil` for a key that does not exist, or does not expire.
    private static func lifetime(_ reply: RESPValue) -> Duration? {
        reply.integer.flatMap { $0 < 0 ? nil : .milliseconds($0) }
    }

    /// Returns the time of the server in milliseconds since 1970.
    private static func milliseconds(_ reply: RESPValue) -> Int64? {
        guard let parts = reply.array, parts.count == 2, let seconds = parts[0].string.flatMap({ Int64($0) }),
            let microseconds = parts[1].string.flatMap({ Int64($0) })
        else { return nil }
        return seconds * 1000 + microseconds / 1000
    }
}
