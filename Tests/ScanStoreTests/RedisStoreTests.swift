//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import Logging
import RedisClient
import ScanCore
import ScanRedis
import TestSupport
import Testing

@Suite struct `The store on Redis` {
    @Test func `gives no worker a scan that has ended, even if a message of it is left`() async throws {
        try await withRedisStore { fixture in
            let redis = try #require(fixture.redis)
            let server = try #require(fixture.server)
            let assignment = try await fixture.assignment(registration())
            try server.command("XADD", redis.keys.queue, "*", "cache_key", assignment.key.description)
            #expect(try await fixture.queue.finish(assignment.entry.completed, under: assignment))
            #expect(try await fixture.queue.next(for: .second, waiting: .milliseconds(10))?.key == nil)
            #expect(try server.command("XLEN", redis.keys.queue) == ":0")
        }
    }

    /// Every lookup key of a scan outlives its entry by the buffer.
    ///
    /// Source: `Conformance/Contract/store.md#key-names`.
    @Test func `keeps every lookup key longer than the entry, after every write`() async throws {
        try await withRedisStore { fixture in
            let assignment = try await fixture.assignment(registration())
            try await expectInvariant(of: assignment.key, in: fixture)
            for entry in [assignment.entry.appending("one"), assignment.entry.appending("one").appending("two")] {
                #expect(try await fixture.queue.write(entry, under: assignment))
                try await expectInvariant(of: assignment.key, in: fixture)
                #expect(try await fixture.queue.renew(assignment))
                try await expectInvariant(of: assignment.key, in: fixture)
            }
            #expect(try await fixture.queue.finish(assignment.entry.completed, under: assignment))
            try await expectInvariant(of: assignment.key, in: fixture)
        }
    }

    private func expectInvariant(
        of key: CacheKey,
        in fixture: StoreFixture,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let redis = try #require(fixture.redis)
        let keys = redis.keys
        let lookups = [keys.lookup(key.scan), keys.index(key.scan), keys.latest(key.user), keys.scans(of: key.user)]
        let replies = try await redis.client.pipeline(([keys.result(key)] + lookups).map { .pttl($0) })
        let lifetimes = replies.compactMap(\.integer)
        let entry = try #require(lifetimes.first)
        #expect(entry > 0, sourceLocation: location)
        for (name, lifetime) in zip(lookups, lifetimes.dropFirst()) {
            #expect(lifetime >= entry + 600_000 - 1000, "\(name)", sourceLocation: location)
        }
    }

    @Test func `names its keys as the contract does`() async throws {
        try await withRedisStore { fixture in
            let scan = registration()
            _ = try await fixture.store.register(scan)
            let redis = try #require(fixture.redis)
            let reply = try await redis.client.send(.scan(count: 100))
            let names = Set((reply.array?.last?.array ?? []).compactMap(\.string))
            let id = scan.key.scan.description
            #expect(
                names == [
                    "opportunity_scan_result:ann:b7131f12a6b6595f:\(scan.key.scan.digits)",
                    "opportunity_scan_lookup:\(id)", "opportunity_scan_result_index:\(id)",
                    "opportunity_user_latest_scan:ann", "opportunity_user_scans:ann",
                    "opportunity_scan_slot:ann:b7131f12a6b6595f", "opportunity_scan_queue", "scan_lifecycle:\(id)",
                ]
            )
        }
    }

    @Test func `spends one round trip on a poll it knows, two on one it does not, two on an initiation`() async throws {
        try await withRedisStore { fixture in
            let redis = try #require(fixture.redis)
            let service = makeService(on: fixture.store, lifetimes: fixture.lifetimes)
            // The first use of each script costs one more round trip, once per Redis server.
            _ = try await service.initiate(ScanFilters(symbols: ["X"]), forces: false, for: .ann)

            var before = redis.client.roundTrips
            guard case .started(let scan) = try await service.initiate(ScanFilters(), forces: false, for: .ann) else {
                Issue.record("the scan was not started")
                return
            }
            #expect(redis.client.roundTrips - before <= 2)

            before = redis.client.roundTrips
            #expect(try await service.status(of: scan.key.scan, for: .ann) != nil)
            #expect(redis.client.roundTrips - before == 1)

            let cold = makeService(on: fixture.store, lifetimes: fixture.lifetimes)
            before = redis.client.roundTrips
            #expect(try await cold.status(of: scan.key.scan, for: .ann) != nil)
            #expect(redis.client.roundTrips - before == 2)
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func `finds a scan without any lookup key among a million foreign keys, and restores the keys`() async throws {
        try await withRedisStore { fixture in
            let redis = try #require(fixture.redis)
            let keys = redis.keys
            let scan = registration()
            _ = try await fixture.store.register(scan)
            try await addForeignKeys(1_000_000, to: redis.client)
            let lookups = [
                keys.lookup(scan.key.scan), keys.index(scan.key.scan), keys.latest(.ann), keys.scans(of: .ann),
            ]
            _ = try await redis.client.send(.del(lookups))

            // As long as the scan's lifecycle is stored, one step is enough.
            let limits = SearchLimits()
            let atOnce = try await fixture.store.search(for: scan.key.scan, of: .ann, within: limits)
            #expect(atOnce == SearchResult(key: scan.key, iterations: 1))
            #expect(try await fixture.store.search(for: scan.key.scan, of: .bob, within: limits).key == nil)

            // Without it the search needs the sweep.
            _ = try await redis.client.send(.del([keys.lifecycle(scan.key.scan)]))
            let found = try await fixture.store.search(for: scan.key.scan, of: .ann, within: limits)
            #expect(found.key == scan.key)
            #expect((2...10).contains(found.iterations))

            let service = makeService(on: fixture.store, lifetimes: fixture.lifetimes)
            #expect(try await service.status(of: scan.key.scan, for: .bob) == nil)
            #expect(try await redis.client.send(.exists(lookups)).integer == 0, "another user's poll restored keys")
            #expect(try await service.status(of: scan.key.scan, for: .ann) != nil)
            for lookup in lookups {
                let remaining = try await redis.client.send(.pttl(lookup)).integer ?? 0
                #expect(remaining > fixture.lifetimes.lookup.milliseconds - 30_000, "\(lookup)")
            }
        }
    }

    private func addForeignKeys(_ count: Int, to client: RedisClient) async throws {
        let script = RedisScript(
            """
            for i = ARGV[1], ARGV[2] do redis.call('SET', 'foreign:' .. i, i) end
            return redis.call('DBSIZE')
            """
        )
        for start in stride(from: 1, through: count, by: 100_000) {
            let range = [RedisArgument(start), RedisArgument(start + 99_999)]
            _ = try await client.evaluate(script, keys: [], arguments: range)
        }
    }

    @Test func `restores lookup keys that were deleted while this process still knew the scan`() async throws {
        try await withRedisStore { fixture in
            let redis = try #require(fixture.redis)
            let service = makeService(on: fixture.store, lifetimes: fixture.lifetimes)
            guard case .started(let scan) = try await service.initiate(ScanFilters(), forces: false, for: .ann) else {
                Issue.record("the scan was not started")
                return
            }
            let lookup = redis.keys.lookup(scan.key.scan)
            _ = try await redis.client.send(.del([lookup, redis.keys.index(scan.key.scan)]))
            #expect(try await service.status(of: scan.key.scan, for: .ann) != nil)
            #expect(try await redis.client.send(.exists([lookup])).integer == 1)
        }
    }

    @Test func `gives what a worker took and never leased to the others when the worker leaves`() async throws {
        try await withRedisStore(lifetimes: ScanLifetimes(lease: .seconds(60))) { fixture in
            let redis = try #require(fixture.redis)
            // The first request creates the consumer group.
            #expect(try await fixture.queue.next(for: .first, waiting: .milliseconds(10))?.key == nil)
            let scan = registration()
            _ = try await fixture.store.register(scan)
            let read = RedisCommand.xreadgroup(redis.keys.queue, group: "scan-workers", consumer: "first", count: 1)
            _ = try await redis.client.send(read)
            #expect(try await fixture.queue.next(for: .second, waiting: .milliseconds(10))?.key == nil)
            try await fixture.queue.leave(.first)
            #expect(try await fixture.next(for: .second).key == scan.key)
        }
    }

    @Test func `gives a scan to the others whose lease was never answered when its worker leaves`() async throws {
        try await withRedisStore(lifetimes: ScanLifetimes(lease: .seconds(60))) { fixture in
            let scan = registration()
            _ = try await fixture.store.register(scan)
            // A worker that is stopped while it waits for the answer does not know of its lease.
            #expect(try await fixture.next(for: .first).key == scan.key)
            #expect(try await fixture.queue.next(for: .second, waiting: .milliseconds(10))?.key == nil)
            try await fixture.queue.leave(.first)
            let taken = try await fixture.next(for: .second)
            #expect(taken.key == scan.key)
            #expect(taken.troubledAttempts == 1)
        }
    }

    @Test func `a user id never works as a pattern`() {
        let keys = RedisKeys(prefix: "p[1]*:")
        #expect(keys.results(of: .ann) == #"p\[1\]\*:opportunity_scan_result:ann:*"#)
        #expect(UserID("*") == nil)
        #expect(UserID("a:b") == nil)
    }

    @Test func `says that it cannot know while Redis is away, and knows again when it is back`() async throws {
        try await withRedisStore(options: .init(isAppendOnly: true), commandTimeout: .seconds(1)) { fixture in
            let server = try #require(fixture.server)
            let scan = registration()
            _ = try await fixture.store.register(scan)
            await server.stop()
            let start = ContinuousClock.now
            await #expect(throws: StoreError.self) { try await fixture.store.lookup(scan.key.scan) }
            #expect(ContinuousClock.now - start < .seconds(20))
            try await server.start()
            let isBack = try await eventually {
                let lookup = try? await fixture.store.lookup(scan.key.scan)
                return lookup?.primary == scan.key
            }
            #expect(isBack)
        }
    }
}
