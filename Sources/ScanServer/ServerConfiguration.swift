//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import Logging
package import MarketData
import RedisClient
package import ScanCore
package import ScanHTTP

/// The complete configuration of a worker.
///
/// The supervisor sends it to its workers on standard input, so that no secret appears on a command line.
package struct ServerConfiguration: Sendable, Codable {
    /// The role of a worker.
    package enum Role: String, Sendable, Codable, CaseIterable {
        /// Responds to requests.
        case serve
        /// Runs scans.
        case scan
        /// Responds to requests and runs scans.
        case all
    }

    /// The place that has to have a scan before its id is handed out.
    package enum Durability: String, Sendable, Codable, CaseIterable {
        /// The memory of Redis, whose reply is all that is waited for.
        case none
        /// A replica where there is one, and the append-only file otherwise; it is settled at the start which.
        case ack
        /// A replica, one at least.
        case replica
        /// The append-only file, synced to disk.
        case aof

        /// The confirmation that a worker waits for; `nil` for none.
        var confirmation: RedisConfirmation? {
            switch self {
            case .none, .ack: nil
            case .replica: RedisConfirmation(.replica)
            case .aof: RedisConfirmation(.appendOnlyFile)
            }
        }
    }

    /// The format of log lines.
    package enum LogFormat: String, Sendable, Codable, CaseIterable {
        /// One line per message, for people.
        case human
        /// One JSON object per line.
        case json
    }

    /// The number of the worker, from 1; it identifies the worker in responses and logs.
    package var worker = 1
    /// The address to listen on.
    package var address = ListeningAddress(host: "127.0.0.1", port: 8080)
    /// The address on which operators get the metrics of all workers; `nil` for none.
    package var operatorAddress: ListeningAddress?
    /// The path of the file in which a worker keeps its metrics for its supervisor; `nil` to keep them for itself.
    package var metricsFile: String?
    /// The role of the worker.
    package var role = Role.all
    /// The URL of Redis; `nil` for the in-memory store.
    package var redisURL: String?
    /// The prefix of every key in Redis.
    package var keyPrefix = ""
    /// The place that has to have a scan before its id is handed out.
    package var durability = Durability.none
    /// The number of partitions of the keys in a Redis cluster; `nil` on a single Redis.
    package var partitions: Int?
    /// The partitions of the keys in a Redis cluster; `nil` on a single Redis.
    var redisPartitions: RedisPartitions? { partitions.flatMap(RedisPartitions.init(count:)) }
    /// The retention periods of scans, and the lease time.
    package var lifetimes = ScanLifetimes()
    /// The limits of the search for scans without lookup keys.
    package var searchLimits = SearchLimits()
    /// The maximum number of scan locations in the worker's cache; any other scan costs one more round trip.
    package var rememberedScans = 16_384
    /// The maximum number of final results in the worker's cache.
    package var rememberedResults = 128
    /// The maximum number of concurrent scans of a worker.
    package var scanConcurrency = 8
    /// The rate limit of scans for one user.
    package var scanQuota = Quota(limit: 30, window: .seconds(60))
    /// The rate limits of logins.
    package var loginQuotas = LoginQuotas()
    /// The delay added to each request for candles, to simulate a market behind a network.
    package var pace = Duration.zero
    /// The source of market data.
    package var market = MarketSourceReference.synthetic
    /// The seed of the synthetic market.
    package var marketSeed: UInt64 = 1
    /// The number of symbols of the synthetic market, or of a server's.
    package var symbolCount = 500
    /// The time limit of a strategy's computation.
    package var strategyDeadline = StrategyThreads.defaultDeadline
    /// The fixed time at which scans look at the market; `nil` for the time of each scan's registration.
    package var marketTime: Date?
    /// The users who may log in.
    package var users: [UserRecord] = []
    /// The path of the users file, which is watched for changes; `nil` if the users never change.
    package var usersFile: String?
    /// The users' portfolios.
    package var portfolios = UserPortfolios()
    /// The secret that signs tokens, the same in all workers.
    package var tokenSecret: [UInt8] = []
    /// The time from issue to expiry of a token.
    package var tokenLifetime = Duration.seconds(3600)
    /// The maximum time of a worker's graceful shutdown before it is killed.
    package var shutdownGrace = Duration.seconds(10)
    /// The format of log lines.
    package var logFormat = LogFormat.human
    /// The log level.
    package var logLevel = Logger.Level.info

    /// Creates the default configuration: one worker in memory, listening on port 8080 of the loopback interface.
    package init() {}
}
