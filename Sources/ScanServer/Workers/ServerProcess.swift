//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Logging
import MarketData
import Metrics
import NIOCore
import NIOPosix
import RedisClient
import ScanCore
import ScanHTTP
import ScanRedis
import ServiceLifecycle
import Strategies
import UnixSignals

/// One worker process, assembled from its configuration: store, scan worker and HTTP server.
struct ServerProcess {
    let configuration: ServerConfiguration
    let seams: ServerSeams
    let logger: Logger
    /// The metrics of this process.
    private let metrics: MetricsMemory
    private let clock = ScanClock.system

    /// Prepares a worker and installs its registry as this process's metrics backend.
    ///
    /// - Throws: ``ServerError`` when there is no memory for metrics.
    init(configuration: ServerConfiguration, seams: ServerSeams) throws {
        var configuration = configuration
        seams.configuration(&configuration)
        let label = "scan-server[\(configuration.worker)]"
        var handler = LineLogHandler(label: label, format: configuration.logFormat)
        handler.logLevel = configuration.logLevel
        self.configuration = configuration
        self.seams = seams
        logger = seams.logger(Logger(label: label) { [handler] _ in handler })
        metrics = try Self.metricsMemory(configuration, logger)
        MetricsSystem.bootstrap(PrometheusRegistry(memory: metrics))
    }

    /// Returns the memory that the supervisor reads, or one of this process alone where that is not to be had.
    private static func metricsMemory(_ configuration: ServerConfiguration, _ logger: Logger) throws -> MetricsMemory {
        guard let file = configuration.metricsFile else { return try MetricsMemory() }
        do {
            return try MetricsMemory(file: file, isNew: false)
        } catch {
            // Requests are answered all the same.
            logger.error("The operator's page lacks this worker's metrics", metadata: ["reason": "\(error)"])
            return try MetricsMemory()
        }
    }

    /// The page of this worker's metrics.
    private var ownPage: String {
        var snapshot = MetricsSnapshot()
        snapshot.add(metrics, labels: GatheredMetrics.labels(of: configuration.worker))
        return MetricsPage(snapshot: snapshot, format: .prometheus).render()
    }

    /// Runs until a signal or the end of an additional service.
    ///
    /// - Parameters:
    ///   - additional: Services that stop the worker as soon as they finish.
    ///   - onListening: Called once with the port, or with 0 by a worker that only scans.
    /// - Throws: ``ServerError`` and `RedisConfigurationError`, each with a remedy.
    func run(
        _ additional: [any Service] = [],
        onListening: @escaping @Sendable (Int) async -> Void
    ) async throws {
        let parts = try makeStorage()
        var services = parts.services
        if let address = configuration.operatorAddress {
            let gathered = try GatheredMetrics(workers: 1)
            gathered.add(metrics, of: configuration.worker)
            services.append(OperatorServer(address: address, metrics: gathered))
        }
        // All workers share the store, so only the first one looks into it.
        if configuration.worker == 1 { services.append(StoreSampling(sampler: parts.sampler, logger: logger)) }
        if configuration.role != .serve { services.append(ScanWorkerService(worker: try makeScanWorker(parts))) }
        if configuration.role != .scan {
            services.append(try await makeServer(parts, onListening: onListening))
        } else {
            await onListening(0)
        }
        // Only workers of a supervisor have additional services.
        let watchdog = ShutdownWatchdog(
            of: "scan-server[\(configuration.worker)]",
            grace: configuration.shutdownGrace,
            endsWithParent: !additional.isEmpty
        )
        defer { watchdog.stop() }
        try await ServiceGroup(configuration: groupConfiguration(services, additional)).run()
    }

    private func groupConfiguration(
        _ services: [any Service],
        _ additional: [any Service]
    ) -> ServiceGroupConfiguration {
        var group = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }
                + additional.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() }
        )
        // A client that keeps its connection open must not delay the shutdown for longer.
        group.maximumGracefulShutdownDuration = configuration.shutdownGrace
        return group
    }

    /// The rendering of answers, with the time that a strategy takes at this pace.
    private var bodies: AnswerBodies {
        AnswerBodies(secondsPerStrategy: max(0.1, configuration.pace.seconds / Double(StrategyRunner.overlap())))
    }

    /// The store, the queue and the rate limiter, with the services they need.
    private struct Storage {
        var store: any ScanStore
        var queue: any ScanQueue
        var limiter: any RateLimiter
        var diagnostics: any ScanDiagnostics
        var sampler: any StoreSampler
        var services: [any Service]
    }

    private func makeStorage() throws -> Storage {
        guard let url = configuration.redisURL else {
            logger.notice("No Redis given: scans are kept in the memory of this one process")
            let memory = MemoryStore(lifetimes: configuration.lifetimes, clock: clock)
            return Storage(
                store: seams.store(memory),
                queue: seams.queue(memory),
                limiter: memory,
                diagnostics: memory,
                sampler: memory,
                services: []
            )
        }
        var redis = try RedisConfiguration(url: url)
        redis.confirmation = configuration.durability.confirmation
        let client = try RedisClient(redis, logger: logger)
        let backend = RedisBackend(
            client: client,
            keys: RedisKeys(prefix: configuration.keyPrefix),
            partitions: configuration.redisPartitions,
            lifetimes: configuration.lifetimes,
            clock: clock,
            rendering: bodies
        )
        let store = RedisScanStore(backend)
        return Storage(
            store: seams.store(store),
            queue: seams.queue(RedisScanQueue(backend)),
            limiter: store,
            diagnostics: store,
            sampler: RedisStoreSampler(backend),
            // All workers share the Redis server, so only the first one checks its settings.
            services: [client] + (configuration.worker == 1 ? [RedisSettingsCheck(client: client, logger: logger)] : [])
        )
    }

    private func makeScanWorker(_ storage: Storage) throws -> ScanWorker {
        var generator = SystemRandomNumberGenerator()
        // Unique for every start: a restarted worker must not mistake its predecessor's leases for its own. It includes
        // the process id, so that an operator who reads a lease can find the process.
        let nonce = String(UInt32.random(in: .min ... .max, using: &generator), radix: 16)
        let market = PacedMarket(try configuration.openMarket(), pace: configuration.pace)
        return ScanWorker(
            id: WorkerID("worker-\(configuration.worker)-\(ProcessInfo.processInfo.processIdentifier)-\(nonce)"),
            queue: storage.queue,
            engine: ScanEngine(
                queue: storage.queue,
                market: seams.market(market),
                portfolios: configuration.portfolios,
                strategies: StrategyCatalogue.standard,
                threads: StrategyThreads(deadline: configuration.strategyDeadline, clock: clock),
                marketTime: configuration.marketTime,
                lifetimes: configuration.lifetimes,
                clock: clock,
                logger: logger
            ),
            configuration: .init(concurrency: configuration.scanConcurrency),
            clock: clock,
            logger: logger
        )
    }

    private func makeServer(
        _ storage: Storage,
        onListening: @escaping @Sendable (Int) async -> Void
    ) async throws -> any Service {
        let memory = ScanMemory(
            lifetimes: configuration.lifetimes,
            keys: configuration.rememberedScans,
            entries: configuration.rememberedResults
        )
        let resolver = ScanResolver(
            store: storage.store,
            memory: memory,
            limits: configuration.searchLimits,
            logger: logger
        )
        let service = ScanService(
            store: storage.store,
            diagnostics: storage.diagnostics,
            memory: memory,
            resolver: seams.resolver(resolver, storage.store),
            strategies: StrategyCatalogue.standard,
            quota: configuration.scanQuota,
            rendering: bodies,
            clock: clock,
            makeID: seams.makeID,
            logger: logger
        )
        let issuer = await TokenIssuer(
            secret: configuration.tokenSecret,
            lifetime: configuration.tokenLifetime,
            clock: clock
        )
        let watch = configuration.usersFile.map { UsersFileWatch(UsersFile(path: $0), logger: logger) }
        let users = CurrentUsers(UserDirectory(configuration.users)) { watch?.changedUsers() }
        let parts = ScanAPI.Parts(
            service: service,
            store: storage.store,
            diagnostics: storage.diagnostics,
            usesRedis: configuration.redisURL != nil,
            lease: configuration.lifetimes.lease,
            limiter: storage.limiter,
            users: users,
            issuer: issuer,
            authentication: seams.authentication(BearerTokens(issuer: issuer, users: users), storage.store),
            loginQuotas: configuration.loginQuotas,
            // Half of the cores remain free for the requests of users who are logged in.
            passwordChecks: System.coreCount / 2,
            bodies: bodies,
            worker: "\(configuration.worker)",
            threads: .singleton,
            clock: clock,
            renderMetrics: { ownPage }
        )
        return SharedPortServer(
            address: configuration.address,
            responder: MiddlewareChain(middlewares: seams.answers, end: ScanAPI.responder(parts)),
            refusals: Refusals(worker: parts.worker),
            onListening: onListening,
            logger: logger
        )
    }
}
