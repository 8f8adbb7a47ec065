//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Logging
import RedisClient
import ScanCore
import ScanRedis
import Synchronization
import TestSupport
import Testing

/// The store implementations, Redis alone and as a cluster, which share one set of tests.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case memory
    case redis
    case cluster

    var testDescription: String { rawValue }
}

/// A store with its queue, and the Redis behind them, if any.
struct StoreFixture: Sendable {
    let store: any ScanStore & ScanDiagnostics & RateLimiter
    let queue: any ScanQueue
    let lifetimes: ScanLifetimes
    let redis: RedisBackend?
    let server: RedisServer?
    /// Lets time pass: advances the clock of the in-memory store, or sleeps with Redis.
    var pass: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    /// The default retention periods, with a lease longer than any test, even on a busy machine.
    static let lifetimes = ScanLifetimes(lease: .seconds(120))

    /// Retention periods with a lease short enough to expire in a test, but longer than the delays of two busy cores.
    static let shortLease = ScanLifetimes(lease: .seconds(4))
}

/// Runs a body with an empty store.
func withStore(
    _ kind: StoreKind,
    lifetimes: ScanLifetimes = StoreFixture.lifetimes,
    _ body: @escaping @Sendable (StoreFixture) async throws -> Void
) async throws {
    switch kind {
    case .memory:
        let turned = Mutex(Duration.zero)
        let clock = ScanClock(now: { Date() + turned.withLock { $0 }.seconds }, sleep: ScanClock.system.sleep)
        let store = MemoryStore(lifetimes: lifetimes, clock: clock)
        var fixture = StoreFixture(store: store, queue: store, lifetimes: lifetimes, redis: nil, server: nil)
        fixture.pass = { passed in turned.withLock { $0 += passed } }
        try await body(fixture)
    case .redis:
        try await withRedisStore(lifetimes: lifetimes, body)
    case .cluster:
        let cluster = try await SharedRedisCluster.shared.running()
        // The tests share the cluster, so that each one has keys of its own.
        let prefix = "test-\(String(UInt64.random(in: .min ... .max), radix: 36)):"
        try await withStore(
            at: cluster.url,
            server: nil,
            lifetimes: lifetimes,
            prefix: prefix,
            partitions: RedisPartitions(count: 8),
            body
        )
    }
}

/// Runs a body with an empty store on its own Redis server.
func withRedisStore(
    options: RedisServer.Options = RedisServer.Options(),
    lifetimes: ScanLifetimes = StoreFixture.lifetimes,
    prefix: String = "",
    commandTimeout: Duration = .seconds(10),
    _ body: @escaping @Sendable (StoreFixture) async throws -> Void
) async throws {
    try await withRedisServer(options) { server in
        try await withStore(
            at: server.url,
            server: server,
            lifetimes: lifetimes,
            prefix: prefix,
            commandTimeout: commandTimeout,
            body
        )
    }
}

/// Runs a body with a store at an address.
func withStore(
    at url: String,
    server: RedisServer?,
    lifetimes: ScanLifetimes = StoreFixture.lifetimes,
    prefix: String = "",
    partitions: RedisPartitions? = nil,
    commandTimeout: Duration = .seconds(10),
    confirmation: RedisConfirmation? = nil,
    _ body: @escaping @Sendable (StoreFixture) async throws -> Void
) async throws {
    var configuration = try RedisConfiguration(url: url)
    configuration.timeouts.command = commandTimeout
    configuration.confirmation = confirmation
    let client = try RedisClient(
        configuration,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    let backend = RedisBackend(
        client: client,
        keys: RedisKeys(prefix: prefix),
        partitions: partitions,
        lifetimes: lifetimes,
        clock: .system
    )
    let store = RedisScanStore(backend)
    let fixture = StoreFixture(
        store: store,
        queue: RedisScanQueue(backend),
        lifetimes: lifetimes,
        redis: backend,
        server: server
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await client.run() }
        group.addTask { try await body(fixture) }
        try await group.next()
        group.cancelAll()
    }
}

/// A service on a store, which knows no scan yet.
func makeService(on store: any ScanStore, lifetimes: ScanLifetimes) -> ScanService {
    let memory = ScanMemory(lifetimes: lifetimes)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    return ScanService(
        store: store,
        memory: memory,
        resolver: ScanResolver(store: store, memory: memory, limits: SearchLimits(), logger: logger),
        strategies: [],
        quota: nil,
        rendering: TextAnswers(),
        clock: .system,
        makeID: {
            var generator = SystemRandomNumberGenerator()
            return ScanID(using: &generator)
        },
        logger: logger
    )
}
