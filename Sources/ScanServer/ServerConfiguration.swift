//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import Logging
package import ScanCore
package import ScanHTTP

/// Everything a worker has to know.
///
/// The supervisor hands it to its workers on their standard input, so that no secret
/// stands in a command line.
package struct ServerConfiguration: Sendable, Codable {
    /// What a worker does.
    package enum Role: String, Sendable, Codable, CaseIterable {
        /// Answers requests.
        case serve
        /// Runs scans.
        case scan
        /// Both.
        case all
    }

    /// How logs are written.
    package enum LogFormat: String, Sendable, Codable, CaseIterable {
        /// A line for people.
        case human
        /// A JSON object a line.
        case json
    }

    /// The number of the worker, from 1; it names the worker in answers and logs.
    package var worker = 1
    /// Where to listen.
    package var address = ListeningAddress(host: "127.0.0.1", port: 8080)
    /// What the worker does.
    package var role = Role.all
    /// The Redis; `nil` for the store in memory.
    package var redisURL: String?
    /// What every key in Redis begins with.
    package var keyPrefix = ""
    /// How long what is kept.
    package var lifetimes = ScanLifetimes()
    /// How far the search for lost lookups goes.
    package var searchLimits = SearchLimits()
    /// Of how many scans the worker remembers where they are kept; the others cost one more round trip.
    package var rememberedScans = 16_384
    /// Of how many scans the worker keeps the results in memory once they are final.
    package var rememberedResults = 128
    /// How many scans the worker runs at a time.
    package var scanConcurrency = 8
    /// How many scans a user may start.
    package var scanQuota = Quota(limit: 30, window: .seconds(60))
    /// How often logging in may be tried.
    package var loginQuotas = LoginQuotas()
    /// How much longer each request for candles takes, to simulate a market behind a network.
    package var pace = Duration.zero
    /// The seed of the synthetic market.
    package var marketSeed: UInt64 = 1
    /// How many symbols the synthetic market has.
    package var symbolCount = 500
    /// How long a strategy may judge.
    package var strategyDeadline = StrategyThreads.defaultDeadline
    /// When the market is looked at; `nil` for when a scan is registered.
    package var marketTime: Date?
    /// Who may log in.
    package var users: [UserRecord] = []
    /// The file that says so, looked at again and again; `nil` where the users stay the same.
    package var usersFile: String?
    /// What users hold, by their ids.
    package var portfolios = UserPortfolios()
    /// The secret of the tokens, shared by all workers.
    package var tokenSecret: [UInt8] = []
    /// How long a token is good for.
    package var tokenLifetime = Duration.seconds(3600)
    /// How long a worker may take to shut down before it is killed.
    package var shutdownGrace = Duration.seconds(10)
    /// How logs are written.
    package var logFormat = LogFormat.human
    /// What is logged.
    package var logLevel = Logger.Level.info

    /// The defaults: one worker in memory on port 8080 of this machine.
    package init() {}
}
