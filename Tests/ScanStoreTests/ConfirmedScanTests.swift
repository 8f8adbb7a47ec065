//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
import ScanCore
import ScanRedis
import TestSupport
import Testing

/// Scans whose ids are handed out once a replica has them.
@Suite(.timeLimit(.minutes(10))) struct `A scan that is to be confirmed` {
    @Test func `costs two round trips, as any other`() async throws {
        try await withConfirmedStore(patience: .seconds(20)) { fixture, _, _ in
            let service = makeService(on: fixture.store, lifetimes: fixture.lifetimes)
            let client = try #require(fixture.redis).client
            // The first use of each script, and of the connection that waits, costs more.
            _ = try await service.initiate(ScanFilters(symbols: ["X"]), forces: false, for: .ann)
            let before = client.roundTrips
            let scan = try #require(try await service.started(for: .ann))
            #expect(client.roundTrips - before == 2)
            _ = try await service.status(of: scan, for: .ann)
            #expect(client.roundTrips - before == 3)
        }
    }

    @Test func `is not handed out without a confirmation, nor lost, nor made twice`() async throws {
        try await withConfirmedStore(patience: .milliseconds(200)) { fixture, master, replica in
            let service = makeService(on: fixture.store, lifetimes: fixture.lifetimes)
            await replica.suspend()
            try await master.cutReplicas()
            // The second attempt finds the scan of the first, and must not take it for confirmed.
            for _ in 1...2 {
                let error = await #expect(throws: StoreError.self) { _ = try await service.started(for: .ann) }
                #expect(error?.code == .unconfirmed)
            }
            await replica.resume()
            #expect(try await eventually { try master.connectedReplicas == 1 })
            let initiation = try await service.initiate(ScanFilters(), forces: false, for: .ann)
            guard case .joined(let scan) = initiation else {
                Issue.record("another scan was made: \(initiation)")
                return
            }
            #expect(try await fixture.queue.next(for: .first, waiting: .milliseconds(10))?.key == scan.key)
            #expect(try await fixture.queue.next(for: .second, waiting: .milliseconds(10))?.key == nil)
            #expect(try replica.command("EXISTS", RedisKeys().lookup(scan.key.scan)) == ":1")
        }
    }

    @Test func `is not confirmed by a server that does not have it`() async throws {
        try await withConfirmedStore(patience: .seconds(20)) { fixture, master, _ in
            let scan = registration()
            _ = try await fixture.store.register(scan)
            #expect(try await fixture.store.presence(of: scan.key).isComplete)
            // As a new master that has not got the last writes.
            try master.command("FLUSHALL")
            #expect(try await !fixture.store.presence(of: scan.key).entry)
        }
    }

    @Test func `keeps its lifetimes when it is read back`() async throws {
        try await withConfirmedStore(patience: .seconds(20)) { fixture, _, _ in
            let redis = try #require(fixture.redis)
            let scan = registration()
            _ = try await fixture.store.register(scan)
            let lifetime = RedisCommand.pttl(redis.keys.result(scan.key))
            let before = try #require(try await redis.client.send(lifetime).integer)
            for _ in 1...5 { _ = try await fixture.store.presence(of: scan.key) }
            let after = try #require(try await redis.client.send(lifetime).integer)
            #expect(0 < after && after <= before)
        }
    }

    private func withConfirmedStore(
        patience: Duration,
        _ body: @escaping @Sendable (StoreFixture, _ master: RedisServer, _ replica: RedisServer) async throws -> Void
    ) async throws {
        try await withReplicatedRedis { master, replica in
            let confirmation = RedisConfirmation(.replica, patience: patience)
            try await withStore(at: master.url, server: master, confirmation: confirmation) { fixture in
                try await body(fixture, master, replica)
            }
        }
    }
}

extension ScanService {
    /// Starts a scan of all strategies, or joins it, and returns its id.
    fileprivate func started(for user: UserID) async throws -> ScanID? {
        switch try await initiate(ScanFilters(), forces: false, for: user) {
        case .started(let scan), .joined(let scan): scan.key.scan
        case .limited: nil
        }
    }
}
