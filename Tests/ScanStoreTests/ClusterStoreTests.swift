//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import Logging
import RedisClient
import ScanCore
import TestSupport
import Testing

@testable import ScanRedis

/// The differences between a cluster and a single Redis: partitions, and slots on their way.
@Suite(.timeLimit(.minutes(10))) struct `The store on a cluster` {
    @Test func `keeps all keys of a user in one slot, and users in many`() throws {
        let partitions = try #require(RedisPartitions(count: 32))
        let client = try RedisClient(
            RedisConfiguration(url: "redis+cluster://a"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let backend = RedisBackend(
            client: client,
            keys: RedisKeys(prefix: "app:"),
            partitions: partitions,
            lifetimes: ScanLifetimes(),
            clock: .system
        )
        var slots: Set<HashSlot> = []
        for number in 0..<100 {
            let user = try #require(UserID("user\(number)"))
            let keys = backend.keys(of: user)
            let scan = registration(of: user).key
            let names =
                [ScanKey.result, .lookup, .index, .latest, .scans, .slot, .active, .lifecycle, .queue]
                .map { keys.name(of: $0, for: scan) } + [
                    keys.statistics(of: "2026-01-27"), keys.errors(of: "2026-01-27"), keys.rate("initiate:\(user)"),
                ]
            #expect(Set(names.map { HashSlot(of: $0) }).count == 1)
            slots.insert(HashSlot(of: keys.queue))
        }
        #expect(slots.count > 20)
    }

    @Test func `is refused with another number of partitions, and says which it has`() async throws {
        let cluster = try await SharedRedisCluster.shared.running()
        let prefix = "partitions-\(UInt64.random(in: .min ... .max)):"
        try await withStore(at: cluster.url, server: nil, prefix: prefix, partitions: RedisPartitions(count: 8)) {
            fixture async throws in
            #expect(try await fixture.store.latestScan(of: .ann) == nil)
        }
        try await withStore(at: cluster.url, server: nil, prefix: prefix, partitions: RedisPartitions(count: 9)) {
            fixture async throws in
            let error = await #expect(throws: StoreError.self) { try await fixture.store.register(registration()) }
            #expect(error?.description.contains("start with --partitions 8") == true)
        }
    }

    @Test func `finds scans without any lookup key on every master`() async throws {
        try await withStore(.cluster) { fixture async throws in
            let redis = try #require(fixture.redis)
            for number in 0..<16 {
                let user = try #require(UserID("user\(number)"))
                let scan = registration(of: user)
                _ = try await fixture.store.register(scan)
                let keys = redis.keys(of: user)
                let id = scan.key.scan
                let lost = [
                    keys.lookup(id), keys.index(id), keys.latest(user), keys.scans(of: user), keys.lifecycle(id),
                ]
                #expect(try await redis.send(.del(lost)).integer == 5)
                #expect(try await fixture.store.lookup(id) == ScanLookup(primary: nil, index: nil))
                let limits = SearchLimits()
                #expect(try await fixture.store.search(for: id, of: user, within: limits).key == scan.key)
                #expect(try await fixture.store.search(for: id, of: .bob, within: limits).key == nil)
                try await fixture.store.restoreLookups(of: scan.key)
                #expect(try await fixture.store.lookup(id).primary == scan.key)
            }
        }
    }

    @Test func `searches around a master that is gone, unless it has the user's keys`() async throws {
        try await withRedisCluster { cluster in
            try await withStore(
                at: cluster.url,
                server: nil,
                partitions: RedisPartitions(count: 8),
                commandTimeout: .seconds(2)
            ) { fixture async throws in
                let redis = try #require(fixture.redis)
                // On a busy machine the client may take longer than a command's time to learn of the masters.
                let isReady = try await eventually {
                    do { try await fixture.store.ping() } catch { return false }
                    return true
                }
                try #require(isReady)
                let users = (0..<8).compactMap { UserID("user\($0)") }
                for user in users { _ = try await fixture.store.register(registration(of: user)) }
                await cluster.masters[1].kill()
                let slots = 16_384 / 3 + 1..<2 * 16_384 / 3
                var answers: Set<Bool> = []
                for user in users {
                    let isAway = slots.contains(HashSlot(of: redis.keys(of: user).queue).number)
                    answers.insert(isAway)
                    let unknown = registration(of: user).key.scan
                    do {
                        #expect(
                            try await fixture.store.search(for: unknown, of: user, within: SearchLimits()).key == nil
                        )
                        #expect(!isAway)
                    } catch {
                        #expect(isAway, "\(error)")
                    }
                }
                #expect(answers.count == 2)
            }
        }
    }

    @Test func `answers while most masters are there, and a master without the others is no store`() async throws {
        try await withRedisCluster { cluster in
            try await withStore(at: cluster.url, server: nil, partitions: RedisPartitions(count: 8)) {
                fixture async throws in
                try await fixture.store.ping()
                await cluster.masters[1].kill()
                try await fixture.store.ping()
                await cluster.masters[2].kill()
                // It notices when it has not heard of them for the node timeout.
                let isTold = try await eventually {
                    do { try await fixture.store.ping() } catch { return true }
                    return false
                }
                #expect(isTold)
                #expect(try cluster.masters[0].command("PING") == "+PONG")
            }
        }
    }

    @Test func `gives work of all partitions in turn, so that nobody waits behind a busy user`() async throws {
        try await withStore(.cluster) { fixture async throws in
            let users = (0..<8).compactMap { UserID("user\($0)") }
            for number in 0..<10 {
                _ = try await fixture.store.register(registration(of: users[0], symbols: ["S\(number)"]))
            }
            for user in users.dropFirst() { _ = try await fixture.store.register(registration(of: user)) }
            let partitions = Set(users.map { fixture.redis?.keys(of: $0).queue })
            var taken: [UserID] = []
            for _ in 0..<17 { taken.append(try await fixture.next(for: .first).key.user) }
            #expect(taken.filter { $0 == users[0] }.count == 10)
            // Each partition once before the first one's third scan.
            let first = taken.prefix(partitions.count + 1)
            #expect(Set(first.map { fixture.redis?.keys(of: $0).queue }).count >= partitions.count - 1, "\(taken)")
            #expect(try await fixture.queue.next(for: .second, waiting: .milliseconds(200)) == nil)
        }
    }

    @Test func `loses nothing of a scan whose slot moves while it runs`() async throws {
        try await withRedisCluster { cluster in
            try await withStore(at: cluster.url, server: nil, partitions: RedisPartitions(count: 8)) {
                fixture async throws in
                let assignment = try await fixture.assignment(registration())
                let key = assignment.key
                let queue = try #require(fixture.redis).keys(of: key.user).queue
                let slot = HashSlot(of: queue).number
                let source = cluster.masters[slot * 3 / 16_384]
                let target = try #require(cluster.masters.first { $0 !== source })
                try cluster.beginMoving(slot, from: source, to: target)
                // The queue has left, and the entry has not: no step can be taken until they are together again.
                try cluster.moveKeys([queue], from: source, to: target)
                async let isWritten = fixture.queue.write(assignment.entry.appending("one"), under: assignment)
                #expect(try await fixture.store.lookup(key.scan, of: key.user).primary == key)
                #expect(try await fixture.store.entry(at: key) != nil)
                try cluster.finishMoving(slot, from: source, to: target)
                #expect(try await isWritten)
                let entry = try #require(try await fixture.store.entry(at: key))
                #expect(entry.summary.progress.completed == 1)
                #expect(try await fixture.queue.finish(entry.appending("two").completed, under: assignment))
                #expect(try await fixture.store.summary(at: key)?.summary.state == .complete)
                #expect(try target.command("EXISTS", queue) == ":1")
            }
        }
    }
}
