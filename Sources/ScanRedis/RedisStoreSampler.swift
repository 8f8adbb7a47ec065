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
    private let cursor = Mutex("0")

    /// Creates a sampler.
    package init(_ backend: RedisBackend) {
        self.backend = backend
    }

    package func sample() async throws(StoreError) -> StoreSample {
        let queue = backend.keys.queue
        let replies = try await backend.repliesOrErrors([
            .xlen(queue),
            RedisCommand("XPENDING", [RedisArgument(queue), RedisArgument(RedisBackend.group)], isReadOnly: true),
            .time,
        ])
        if let refusal = replies.first?.error {
            throw StoreError(.unavailable, "Redis refused XLEN (\(refusal.prefix))")
        }
        guard replies.count == 3, let length = replies[0].integer, let now = Self.milliseconds(replies[2]) else {
            throw .unexpected("the length of the queue")
        }
        // Without a group, which the first worker makes, nothing has been taken.
        let pending = replies[1].array
        let running = pending?.first?.integer ?? 0
        let last = pending.flatMap { $0.count > 2 ? $0[2].string : nil }
        let waiting = max(0, length - running)
        return StoreSample(
            waiting: Int(waiting),
            running: Int(running),
            oldestAge: waiting > 0 ? try await age(after: last, in: queue, at: now) : .zero,
            keys: try await sampleKeys()
        )
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
        let keys = backend.keys
        let start = cursor.withLock { $0 }
        let pattern = RedisCommand.escapedGlob(keys.lookupPrefix) + "*"
        let reply = try await backend.send(.scan(start, match: pattern, count: Self.passed))
        guard let parts = reply.array, parts.count == 2, let next = parts[0].string else {
            throw .unexpected("lookup keys")
        }
        cursor.withLock { $0 = next }
        let names = (parts[1].array ?? []).prefix(Self.told).compactMap(\.string)
        guard !names.isEmpty else { return [] }
        let looked = try await backend.pipeline([.mget(names)] + names.map { .pttl($0) })
        guard looked.count == names.count + 1, let values = looked[0].array, values.count == names.count else {
            throw .unexpected("lookup keys")
        }
        let scans = zip(values, looked.dropFirst()).compactMap { value, left in
            value.string.flatMap(CacheKey.init).map { (key: $0, lookup: Self.lifetime(left)) }
        }
        guard !scans.isEmpty else { return [] }
        let entries = try await backend.pipeline(scans.map { .pttl(keys.result($0.key)) })
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
