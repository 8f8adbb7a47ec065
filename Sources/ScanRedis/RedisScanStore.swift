//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
package import ScanCore

/// The scan store on Redis; see ``ScanStore`` for the contract of each call.
///
/// Every call is one round trip, except for the search, which takes as many as its limits allow, and for the first polls of
/// answers that are longer than those before.
package struct RedisScanStore: ScanStore {
    /// The time in which a partition of a cluster has to answer.
    private static let pingTime = Duration.milliseconds(500)
    /// The backend.
    package let backend: RedisBackend
    let beginning = EntryBeginning()
    func keys(of user: UserID) -> RedisKeys { backend.keys(of: user) }
    var lifetimes: ScanLifetimes { backend.lifetimes }

    /// Creates a store.
    package init(_ backend: RedisBackend) {
        self.backend = backend
    }

    package var confirmsScans: Bool { backend.client.configuration.confirmation != nil }

    package func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence {
        let keys = keys(of: key.user)
        if confirmsScans {
            let script = InitiationScripts.presence
            let names = script.keys.map { keys.name(of: $0, for: key) }
            return try Self.presence(in: (try await backend.confirm(script.script, keys: names)).array ?? [])
        }
        let names = [keys.result(key), keys.lookup(key.scan), keys.index(key.scan), keys.latest(key.user)]
        // Nearly always all of them are there, and one command tells that.
        if try await backend.send(.exists(names)).integer == Int64(names.count) {
            return KeyPresence(entry: true, primary: true, index: true, latest: true)
        }
        return try Self.presence(in: try await backend.pipeline(names.map { .exists([$0]) }))
    }

    private static func presence(in replies: [RESPValue]) throws(StoreError) -> KeyPresence {
        let found = replies.map { $0.integer == 1 }
        guard found.count == 4 else { throw .unexpected("whether keys exist") }
        return KeyPresence(entry: found[0], primary: found[1], index: found[2], latest: found[3])
    }

    package func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup {
        // Whose scan it is tells in which partition it is, and nobody has said it.
        let replies = try await backend.pipeline(
            backend.partitionKeys.map { .mget([$0.lookup(scan), $0.index(scan)]) }
        )
        for reply in replies {
            let lookup = try Self.lookup(in: reply)
            if lookup.primary != nil || lookup.index != nil { return lookup }
        }
        return ScanLookup(primary: nil, index: nil)
    }

    package func lookup(_ scan: ScanID, of user: UserID) async throws(StoreError) -> ScanLookup {
        let keys = keys(of: user)
        return try Self.lookup(in: try await backend.send(.mget([keys.lookup(scan), keys.index(scan)])))
    }

    private static func lookup(in reply: RESPValue) throws(StoreError) -> ScanLookup {
        guard let values = reply.array, values.count == 2 else { throw .unexpected("lookup keys") }
        return ScanLookup(
            primary: values[0].string.flatMap(CacheKey.init),
            index: values[1].string.flatMap(CacheKey.init)
        )
    }

    package func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        let keys = keys(of: key.user)
        let reply = try await backend.send(
            .mget([keys.result(key), keys.lookup(key.scan), keys.index(key.scan), keys.latest(key.user)])
        )
        guard let values = reply.array, values.count == 4 else { throw .unexpected("an entry") }
        guard let bytes = values[0].bytes else { return nil }
        return StoredSummary(
            summary: try ScanSummary.read(bytes),
            hasLookups: values[1...].allSatisfy { !$0.isNull }
        )
    }

    package func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? {
        guard let bytes = try await backend.send(.get(keys(of: key.user).result(key))).bytes else { return nil }
        return try ScanEntry.read(bytes)
    }

    package func latestScan(of user: UserID) async throws(StoreError) -> CacheKey? {
        try await backend.send(.get(keys(of: user).latest(user))).string.flatMap(CacheKey.init)
    }

    package func lifetimes(of scan: ScanID, user: UserID) async throws(StoreError) -> [KeyLifetime] {
        let keys = keys(of: user)
        let names = [keys.lookup(scan), keys.index(scan), keys.latest(user), keys.scans(of: user)]
        let replies = try await backend.pipeline(names.map { .pttl($0) })
        return zip(names, replies).map { name, reply in
            // PTTL returns -2 if the key does not exist, and -1 if it does not expire.
            let remaining = reply.integer.flatMap { $0 == -2 ? nil : Duration.milliseconds($0) }
            return KeyLifetime(key: name, remaining: remaining)
        }
    }

    package func ping() async throws(StoreError) {
        guard backend.client.isCluster else {
            _ = try await backend.send(.ping)
            return
        }
        // A node that is cut off from the others still answers a PING.
        try await backend.checkPartitions()
        let looks = await backend.client.results(
            of: backend.partitionKeys.map { .exists([$0.queue]) },
            within: Self.pingTime
        )
        if looks.contains(where: { (try? $0.get())?.integer != nil }) { return }
        for case .failure(let error) in looks { throw StoreError(error) }
        throw .unexpected("whether a partition has a queue")
    }
}

extension RedisScanStore: RateLimiter {
    package func admit(_ subject: String, quota: Quota) async throws(StoreError) -> Admission {
        let attempt = String(UInt64.random(in: .min ... .max), radix: 16)
        let reply = try await backend.evaluate(
            InitiationScripts.countAttempt,
            key: { key in
                switch key {
                case .rate: backend.keys(ofSubject: subject).rate(subject)
                }
            },
            argument: { argument in
                switch argument {
                case .attempt: .id(attempt)
                case .limit: .number(Int64(quota.limit))
                case .window: .milliseconds(quota.window)
                }
            }
        )
        guard let wait = reply.integer else { throw .unexpected("a rate limit") }
        return wait == 0 ? .admitted : .refused(retryAfter: .milliseconds(wait))
    }
}
