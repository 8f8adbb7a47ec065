//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import NIOCore

/// The Sentinels that know where a master is.
///
/// They are asked anew for every connection, so that each one leads to the master of that moment.
///
/// Source: https://redis.io/docs/latest/develop/reference/sentinel-clients/
struct RedisSentinel: Sendable {
    /// The name of the master, as in the Sentinels' configuration.
    let master: String
    private let endpoints: [RedisConfiguration.Endpoint]
    /// The connector for Sentinels, which have users of their own.
    private let connector: RedisConnector

    init(
        master: String,
        user: String?,
        password: String?,
        in environment: RedisEnvironment
    ) throws(RedisConfigurationError) {
        self.master = master
        endpoints = environment.configuration.endpoints
        var configuration = environment.configuration
        configuration.user = user
        configuration.password = password
        configuration.database = 0
        // A Sentinel that does not answer must not take the time of the others.
        configuration.timeouts.connect = min(configuration.timeouts.connect, .seconds(1))
        configuration.timeouts.handshake = min(configuration.timeouts.handshake, .seconds(1))
        connector = try RedisConnector(
            configuration: configuration,
            group: environment.group,
            roundTrips: environment.roundTrips
        )
    }

    /// Opens a connection to the master.
    ///
    /// - Parameter connector: The connector for the master.
    /// - Returns: The connection.
    /// - Throws: ``RedisError`` with the outcome `notSent`.
    func connect(_ connector: RedisConnector) async throws(RedisError) -> RedisConnection {
        let connection = try await connector.connect(to: try await locate())
        do throws(RedisError) {
            // Sentinels may be the last to know that a master has been demoted.
            guard try await connection.send(.role).array?.first?.string == "master" else {
                throw Self.unavailable("the server that the Sentinels name is not the master any more")
            }
            return connection
        } catch {
            await connection.close()
            throw Self.unavailable(error.message)
        }
    }

    /// Returns the master's address, from the first Sentinel that knows it.
    private func locate() async throws(RedisError) -> RedisConfiguration.Endpoint {
        var reason = "no Sentinel answers"
        for endpoint in endpoints {
            do throws(RedisError) {
                return try await ask(endpoint)
            } catch {
                reason = "the Sentinel \(endpoint): \(error.message)"
            }
        }
        throw Self.unavailable(reason)
    }

    private func ask(_ endpoint: RedisConfiguration.Endpoint) async throws(RedisError) -> RedisConfiguration.Endpoint {
        let sentinel = try await connector.connect(to: endpoint)
        do throws(RedisError) {
            let reply = try await sentinel.send(.sentinelMaster(master), timeout: .seconds(1))
            await sentinel.close()
            return try Self.address(in: reply, of: endpoint, master: master)
        } catch {
            await sentinel.close()
            throw error
        }
    }

    /// Parses the reply of a Sentinel.
    static func address(
        in reply: RESPValue,
        of sentinel: RedisConfiguration.Endpoint,
        master: String
    ) throws(RedisError) -> RedisConfiguration.Endpoint {
        guard !reply.isNull else { throw unavailable("it knows no master named \(master)") }
        guard let parts = reply.array, parts.count == 2, let host = parts[0].string, !host.isEmpty,
            let port = parts[1].string.flatMap({ Int($0) }), (1...65_535).contains(port)
        else { throw unavailable("it told no address of the master \(master)") }
        return sentinel.with(host: host, port: port)
    }

    private static func unavailable(_ message: String) -> RedisError {
        RedisError(.unavailable, message, outcome: .notSent)
    }
}
