//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import Logging
import MarketData
import RedisClient
import ScanCore
import ScanHTTP

/// The options of `serve`; secrets come only from files and the environment.
package struct ServeOptions: ParsableArguments {
    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8080

    @Option(help: "How many worker processes share the port.")
    var workers = 1

    @Option(
        help: ArgumentHelp(
            "The address that tells operators the metrics of all workers on /metrics, such as 127.0.0.1:9464.",
            discussion: "It asks for no token, so it is to be an address that only operators reach.",
            valueName: "host:port"
        )
    )
    var operatorListen: String?

    @Option(
        help: ArgumentHelp(
            "The Redis that the workers share, such as redis://127.0.0.1:6379/0; in memory without it.",
            discussion: """
                redis+cluster://HOST:PORT,HOST:PORT leads to a cluster, and redis+sentinel://HOST:PORT?master=NAME to the \
                master that Sentinels watch. SCAN_REDIS_URL in the environment does the same, and keeps a password out of \
                the command line.
                """
        )
    )
    var redis: String?

    @Option(help: "What every key in Redis begins with.")
    var keyPrefix = ""

    @Option(
        help: ArgumentHelp(
            "How many partitions the keys have in a Redis cluster, fixed at the first start; 32 without it.",
            discussion: "All servers of a deployment need the same number. A single Redis has no partitions."
        )
    )
    var partitions: Int?

    @Option(
        help: ArgumentHelp(
            "Where a scan has to be before its id is handed out: none, ack, replica or aof; none without it.",
            discussion: """
                none takes Redis' word for it. replica waits until a replica has the scan too, and aof until the append-only \
                file is synced to disk; ack is replica where Redis has one at the start, and aof otherwise. SCAN_DURABILITY \
                in the environment does the same.
                """
        )
    )
    var durability: ServerConfiguration.Durability?

    @Option(help: "What the workers do: serve requests, scan, or all.")
    var role = ServerConfiguration.Role.all

    @Option(help: "The users file, written by `scan-server user add`; without it there are demo users.")
    var users: String?

    @Option(
        help: ArgumentHelp(
            "What users hold, for the strategies that look after it: a YAML or JSON file.",
            discussion: "Users stand there by id or address, each with cash_usd, holdings and strategies."
        )
    )
    var portfolios: String?

    @Option(help: "How many seconds each request for candles takes longer, as behind a network.")
    var pace = 0.0

    @Option(
        help: ArgumentHelp(
            "Where the market data come from: synthetic, file:DIR or an exchange's address.",
            discussion: "The same sources as those of `scan-server scan`."
        )
    )
    var market = "synthetic"

    @Option(help: "The seed of the synthetic market.")
    var marketSeed: UInt64 = 1

    @Option(help: "How many symbols the synthetic market has, or an exchange is asked for; files give all of theirs.")
    var symbols = 500

    @Option(
        help: ArgumentHelp(
            "When the market is looked at, such as 2026-01-27T10:15:30Z.",
            discussion: """
                Without it, files are looked at where they end, and other markets when a scan is started. With the \
                same market, seed and time, every server gives the same opportunities, byte for byte.
                """
        ),
        transform: TimeText.date(from:)
    )
    var marketTime: Date?

    @Option(help: "How many seconds a strategy may judge before the scan goes on without it.")
    var strategyDeadline = StrategyThreads.defaultDeadline.seconds

    @Option(help: "How many scans a worker runs at a time.")
    var scanConcurrency = 8

    @Option(help: "How many scans a user may start in a minute.")
    var scansPerMinute = 30

    @Option(
        help: ArgumentHelp(
            "How many logins one client address may try in a minute.",
            discussion: "Behind a proxy all clients have its address: give it a limit of its own, and a high one here."
        )
    )
    var loginsPerMinute = LoginQuotas().perClient.limit

    @Option(help: "How many seconds results are kept.")
    var resultTTL = 300.0

    @Option(help: "How many seconds the entry of a waiting or running scan is kept after each write.")
    var partialTTL = 900.0

    @Option(help: "By how many seconds lookup keys outlive their entry.")
    var lookupBuffer = 600.0

    @Option(help: "How many seconds a worker's claim on a scan holds unless it is renewed.")
    var lease = 10.0

    @Option(help: "How many seconds a worker may take to shut down before it is killed.")
    var shutdownGrace = 10.0

    @Option(help: "How logs are written: human or json.")
    var logFormat = ServerConfiguration.LogFormat.human

    @Option(
        help: "What is logged: trace, debug, info, notice, warning, error or critical.",
        transform: ServeOptions.logLevel(named:)
    )
    var logLevel = Logger.Level.info

    /// Creates the options without values; the command line fills them in.
    package init() {}

    /// Rejects invalid values, with a remedy.
    package func validate() throws {
        // Not while parsing: that would show the value, and with it a password that does not belong there.
        do { _ = try MarketSourceReference(market) } catch { throw ValidationError("--market: \(error)") }
        if !(0...65_535).contains(port) { throw ValidationError("--port takes 0 to 65535, not \(port).") }
        if let operatorListen, ListeningAddress(operatorListen) == nil {
            throw ValidationError("--operator-listen takes HOST:PORT, such as 127.0.0.1:9464 or [::1]:9464.")
        }
        if !(1...64).contains(workers) { throw ValidationError("--workers takes 1 to 64, not \(workers).") }
        if !(1...256).contains(scanConcurrency) { throw ValidationError("--scan-concurrency takes 1 to 256.") }
        if !(1...10_000).contains(symbols) { throw ValidationError("--symbols takes 1 to 10000.") }
        if loginsPerMinute < 1 { throw ValidationError("--logins-per-minute takes 1 or more.") }
        if let partitions, RedisPartitions(count: partitions) == nil {
            let counts = RedisPartitions.counts
            throw ValidationError("--partitions takes \(counts.lowerBound) to \(counts.upperBound), not \(partitions).")
        }
        if scansPerMinute < 1 { throw ValidationError("--scans-per-minute takes 1 or more.") }
        if !(ScanLifetimes.shortestLease.seconds..<1e6).contains(lease) {
            throw ValidationError("--lease takes \(ScanLifetimes.shortestLease.seconds) seconds or more.")
        }
        let positive = [
            ("--result-ttl", resultTTL), ("--partial-ttl", partialTTL), ("--strategy-deadline", strategyDeadline),
        ]
        // Durations are at least one tick of the store's clock, since shorter ones act like zero.
        for (name, value) in positive where !(value >= 0.001 && value < 1e6) {
            throw ValidationError("\(name) takes seconds of at least 0.001.")
        }
        if !(0...3600).contains(shutdownGrace) { throw ValidationError("--shutdown-grace takes 0 to 3600 seconds.") }
        for (name, value) in [("--lookup-buffer", lookupBuffer), ("--pace", pace)] where !(0...1e6).contains(value) {
            throw ValidationError("\(name) takes seconds of at least 0.")
        }
    }

    private static func logLevel(named name: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: name) else {
            let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--log-level takes one of \(names), not '\(name)'.")
        }
        return level
    }

    /// Creates the configuration from the options and the environment.
    ///
    /// - Throws: ``ServerError`` and ``UserDirectoryError`` with a remedy.
    func configuration(environment: [String: String]) throws -> ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.address = ListeningAddress(host: host, port: port)
        configuration.operatorAddress = operatorListen.flatMap { ListeningAddress($0) }
        configuration.role = role
        configuration.redisURL = redis ?? environment["SCAN_REDIS_URL"]
        configuration.keyPrefix = keyPrefix
        configuration.durability = try durability(environment)
        configuration.lifetimes = ScanLifetimes(
            result: .seconds(resultTTL),
            partial: .seconds(partialTTL),
            buffer: .seconds(lookupBuffer),
            lease: .seconds(lease)
        )
        configuration.scanConcurrency = scanConcurrency
        configuration.scanQuota = Quota(limit: scansPerMinute, window: .seconds(60))
        configuration.loginQuotas.perClient = Quota(limit: loginsPerMinute, window: .seconds(60))
        configuration.pace = .seconds(pace)
        configuration.market = try MarketSourceReference(market)
        configuration.marketSeed = marketSeed
        configuration.symbolCount = symbols
        configuration.marketTime = marketTime
        configuration.strategyDeadline = .seconds(strategyDeadline)
        configuration.shutdownGrace = .seconds(shutdownGrace)
        configuration.logFormat = logFormat
        configuration.logLevel = logLevel
        configuration.tokenSecret = try TokenSecret.read(from: environment)
        if let url = configuration.redisURL {
            // Validated here, for one error message instead of one from each worker.
            let redis = try RedisConfiguration(url: url)
            if redis.deployment == .cluster {
                if keyPrefix.contains("{") { throw ServerError.tagInPrefix }
                configuration.partitions = partitions ?? RedisPartitions.standardCount
            } else if partitions != nil {
                throw ServerError.partitionsNeedCluster
            }
        } else {
            if partitions != nil { throw ServerError.partitionsNeedCluster }
            if configuration.durability != .none { throw ServerError.durabilityNeedsRedis }
            if workers > 1 { throw ServerError.workersNeedRedis }
            if role != .all { throw ServerError.rolesNeedRedis }
        }
        if let users {
            configuration.users = try UsersFile(path: users).read().users
            configuration.usersFile = users
        }
        return configuration
    }

    /// Returns the durability that the command line says, or else the environment.
    private func durability(
        _ environment: [String: String]
    ) throws(ServerError) -> ServerConfiguration.Durability {
        if let durability { return durability }
        guard let name = environment["SCAN_DURABILITY"], !name.isEmpty else { return .none }
        guard let durability = ServerConfiguration.Durability(rawValue: name) else {
            throw ServerError.unknownDurability(name)
        }
        return durability
    }
}

extension ServerConfiguration.Durability: ExpressibleByArgument {}
extension ServerConfiguration.Role: ExpressibleByArgument {}
extension ServerConfiguration.LogFormat: ExpressibleByArgument {}
