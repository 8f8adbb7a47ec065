//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hiredis
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle

/// A client of Redis: of one server, of the master that Sentinels know, or of a cluster.
///
/// A command fails within the command timeout. What is retried within it is told at ``RedisNode`` and
/// ``RedisCluster``; nothing that may have changed something is ever sent twice.
package final class RedisClient: Service, Sendable {
    private enum Backing {
        case node(RedisNode)
        case cluster(RedisCluster)
    }

    /// The configuration: address, credentials and timeouts.
    package let configuration: RedisConfiguration
    private let environment: RedisEnvironment
    private let backing: Backing

    /// Creates a client, which connects when ``run()`` is called.
    ///
    /// - Parameters:
    ///   - configuration: The address, credentials and timeouts.
    ///   - logger: The logger of connects and disconnects.
    ///   - eventLoopGroup: The event loops that run the I/O.
    ///   - clock: The clock of the backoff between connection attempts.
    ///   - randomness: The source of the backoff's jitter.
    /// - Throws: ``RedisConfigurationError`` if the certificates to trust cannot be read.
    package init(
        _ configuration: RedisConfiguration,
        logger: Logger,
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        clock: any Clock<Duration> = ContinuousClock(),
        randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) throws(RedisConfigurationError) {
        self.configuration = configuration
        environment = try RedisEnvironment(
            configuration,
            logger: logger,
            group: eventLoopGroup,
            clock: clock,
            randomness: randomness
        )
        switch configuration.deployment {
        case .single:
            backing = .node(RedisNode(.fixed(configuration.endpoint), in: environment))
        case .sentinel(let master, let user, let password):
            let sentinel = try RedisSentinel(master: master, user: user, password: password, in: environment)
            backing = .node(RedisNode(.sentinel(sentinel), in: environment))
        case .cluster:
            backing = .cluster(RedisCluster(environment))
        }
    }

    /// A flag that is true if the client speaks to a cluster.
    package var isCluster: Bool { configuration.deployment == .cluster }

    /// A flag that is true if there is a connection now.
    package var isConnected: Bool {
        switch backing {
        case .node(let node): node.isConnected
        case .cluster(let cluster): cluster.isConnected
        }
    }

    /// The number of writes since the start, on shared and dedicated connections: a pipeline counts once, a handshake
    /// not at all.
    package var roundTrips: Int { environment.roundTrips.value }

    /// Keeps the connections open until graceful shutdown or cancellation; pending replies are still delivered.
    ///
    /// In a service group list the client before the services that use it, since the group shuts down in reverse order.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            switch self.backing {
            case .node(let node): await node.run()
            case .cluster(let cluster): await cluster.run()
            }
        }
    }

    /// Sends a command and returns its reply.
    ///
    /// - Parameter command: The command; it must not block on the server.
    /// - Returns: The reply, never an error reply.
    /// - Throws: ``RedisError``; an error reply has the code `server` and the outcome `replied`.
    package func send(_ command: RedisCommand) async throws(RedisError) -> RESPValue {
        switch backing {
        case .node(let node): try await node.send(command)
        case .cluster(let cluster): try await cluster.send(command)
        }
    }

    /// Sends commands in one write to each server and returns their replies in order, error replies included.
    ///
    /// The commands are not a transaction: commands of other tasks may run in between, and some may run without the
    /// others.
    ///
    /// - Parameter commands: The commands; they must not block on the server.
    /// - Returns: One reply for each command.
    /// - Throws: ``RedisError`` if any reply is missing.
    package func pipeline(_ commands: [RedisCommand]) async throws(RedisError) -> [RESPValue] {
        switch backing {
        case .node(let node): return try await node.pipeline(commands)
        case .cluster(let cluster):
            var replies: [RESPValue] = []
            for result in await cluster.results(of: commands) { replies.append(try result.get()) }
            return replies
        }
    }

    /// Sends commands as ``pipeline(_:)`` does, and returns what there is within a time.
    ///
    /// - Parameters:
    ///   - commands: The commands; they must not block on the server.
    ///   - time: The time, where it is shorter than the command timeout and the servers are several.
    /// - Returns: One reply or error for each command.
    package func results(
        of commands: [RedisCommand],
        within time: Duration
    ) async -> [Result<RESPValue, RedisError>] {
        switch backing {
        case .cluster(let cluster): return await cluster.results(of: commands, within: time)
        case .node(let node):
            do throws(RedisError) {
                return try await node.pipeline(commands).map { .success($0) }
            } catch {
                return commands.map { _ in .failure(error) }
            }
        }
    }

    /// Runs a script by its digest, or by its source if the server does not have it.
    ///
    /// - Parameters:
    ///   - script: The script.
    ///   - keys: Its `KEYS`.
    ///   - arguments: Its `ARGV`.
    /// - Returns: The script's reply, never an error reply.
    /// - Throws: ``RedisError``.
    package func evaluate(
        _ script: RedisScript,
        keys: [String] = [],
        arguments: [RedisArgument] = []
    ) async throws(RedisError) -> RESPValue {
        switch backing {
        case .node(let node): try await node.evaluate(script, keys: keys, arguments: arguments)
        case .cluster(let cluster): try await cluster.evaluate(script, keys: keys, arguments: arguments)
        }
    }

    /// Runs a script, and returns its reply once all that the server did before is confirmed, by whatever connection: that
    /// a replica has it, or the disk, as ``RedisConfiguration/confirmation`` says.
    ///
    /// The server confirms what it has done itself. Another one may have taken its place since an earlier command; so the
    /// script is to look for what it wants confirmed.
    ///
    /// - Parameters:
    ///   - script: The script, which writes, and does no harm if it runs twice.
    ///   - keys: Its `KEYS`.
    ///   - arguments: Its `ARGV`.
    /// - Returns: The script's reply, never an error reply.
    /// - Throws: ``RedisError``; `unconfirmed` if the confirmation did not come in time, when everything is done all the
    ///   same.
    package func confirm(
        _ script: RedisScript,
        keys: [String] = [],
        arguments: [RedisArgument] = []
    ) async throws(RedisError) -> RESPValue {
        switch backing {
        case .node(let node): try await node.confirm(script, keys: keys, arguments: arguments)
        case .cluster(let cluster): try await cluster.confirm(script, keys: keys, arguments: arguments)
        }
    }

    /// Opens a dedicated connection for commands that block, and closes it afterwards.
    ///
    /// The connection is never reused: the server may still serve a blocked command that the client has given up.
    ///
    /// - Parameter body: The use of the connection.
    /// - Returns: The result of the body.
    /// - Throws: ``RedisError`` if there is no connection within the timeouts, or the error of the body.
    package func withDedicatedConnection<Result>(
        _ body: (RedisConnection) async throws -> Result
    ) async throws -> Result {
        switch backing {
        case .node(let node): return try await node.withDedicatedConnection(body)
        case .cluster(let cluster):
            guard let node = try await cluster.masters().first else { throw RedisError.clusterWithoutMasters }
            return try await node.withDedicatedConnection(body)
        }
    }

    /// Returns the masters, each of which has a part of the keys; on a single server, that one.
    ///
    /// - Throws: ``RedisError`` if no node of a cluster tells them, or one of them is away, for the command timeout.
    package func masters() async throws(RedisError) -> [RedisNode] {
        switch backing {
        case .node(let node): [node]
        case .cluster(let cluster): try await cluster.masters()
        }
    }

    /// Returns the servers that may have keys of one slot.
    ///
    /// - Parameter key: One of the keys.
    /// - Returns: The master that has the slot, and those others that are connected, since some of the keys may be on
    ///   their way to or from them.
    /// - Throws: ``RedisError`` if nobody knows who has the slot.
    package func holders(of key: String) throws(RedisError) -> (owner: RedisNode, others: [RedisNode]) {
        switch backing {
        case .node(let node): (node, [])
        case .cluster(let cluster): try cluster.holders(of: key)
        }
    }
}

extension RedisError {
    static let clusterWithoutMasters = RedisError(.unavailable, "the cluster has no masters", outcome: .notSent)
    static let clusterWithoutMaster = RedisError(.unavailable, "a master of the cluster is away", outcome: .notSent)
}
