//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hiredis
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// A client of Redis on few shared connections, which it keeps up while ``run()`` runs.
///
/// All commands of a process share the connections and are pipelined. What blocks on the server needs a connection of
/// its own: ``withDedicatedConnection(_:)``.
///
/// - While there is no connection a command waits for one, at most for the command timeout, and then fails with
///   `unavailable` and the outcome `notSent`.
/// - A command that was never written is written on the next connection. One whose reply got lost is written again,
///   once, if it only reads. Both happen within the command timeout.
/// - A command without a reply within the timeout closes its connection, since everything behind it is stuck.
/// - Cancelling a task ends its wait and nothing else; the commands of other tasks on the connection go on.
package final class RedisClient: Service, Sendable {
    typealias Board = RedisConnectionBoard<
        RedisConnection, CheckedContinuation<Result<RedisConnection, RedisError>, Never>
    >

    /// Where Redis is and how patient the client is.
    package let configuration: RedisConfiguration

    let board = Mutex(Board())
    let connector: RedisConnector
    let logger: Logger
    let clock: any Clock<Duration>
    let randomness: Mutex<any RandomNumberGenerator & Sendable>
    private let group: any EventLoopGroup
    private let roundTripCounter = RoundTripCounter()

    /// Creates a client, which connects when ``run()`` is called.
    ///
    /// - Parameters:
    ///   - configuration: Where Redis is.
    ///   - logger: Told about connections that come and go.
    ///   - eventLoopGroup: Where the I/O runs.
    ///   - clock: Measures the pauses between attempts to connect.
    ///   - randomness: Draws those pauses.
    /// - Throws: ``RedisConfigurationError`` if the certificates to trust cannot be read.
    package init(
        _ configuration: RedisConfiguration,
        logger: Logger,
        eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        clock: any Clock<Duration> = ContinuousClock(),
        randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) throws(RedisConfigurationError) {
        precondition(configuration.connectionCount > 0, "a client needs one connection at least")
        self.configuration = configuration
        self.group = eventLoopGroup
        self.clock = clock
        self.randomness = Mutex(randomness)
        var logger = logger
        logger[metadataKey: "redis"] = "\(configuration)"
        self.logger = logger
        self.connector = try RedisConnector(
            configuration: configuration,
            group: eventLoopGroup,
            roundTrips: self.roundTripCounter
        )
    }

    /// Whether a command would find a connection now.
    package var isConnected: Bool { self.board.withLock { $0.isConnected } }

    /// How many times commands were written since the start, on shared and dedicated connections: a pipeline counts
    /// once, and a handshake does not count.
    package var roundTrips: Int { self.roundTripCounter.value }

    /// Sends a command and returns its reply.
    ///
    /// - Parameter command: The command; it must not block on the server.
    /// - Returns: The reply, which is never an error.
    /// - Throws: ``RedisError``; a refusal by the server has the code `server` and the outcome `replied`.
    package func send(_ command: RedisCommand) async throws(RedisError) -> RESPValue {
        try await self.perform(try RedisBatch([command])).replies[0].successOrThrow()
    }

    /// Sends commands in one write and returns their replies in order; refusals by the server are among them.
    ///
    /// The commands are not a transaction: those of other tasks may run in between, and some may run without the others.
    ///
    /// - Parameter commands: The commands; they must not block on the server.
    /// - Returns: As many replies as commands.
    /// - Throws: ``RedisError`` if not all replies came.
    package func pipeline(_ commands: [RedisCommand]) async throws(RedisError) -> [RESPValue] {
        guard !commands.isEmpty else { return [] }
        return try await self.perform(try RedisBatch(commands)).replies
    }

    /// Runs a script by its digest, and by its source if the server does not know it yet or any more.
    ///
    /// - Parameters:
    ///   - script: The script.
    ///   - keys: Its `KEYS`.
    ///   - arguments: Its `ARGV`.
    /// - Returns: The script's reply, which is never an error.
    /// - Throws: ``RedisError``.
    package func evaluate(
        _ script: RedisScript,
        keys: [String] = [],
        arguments: [RedisArgument] = []
    ) async throws(RedisError) -> RESPValue {
        let batch = try RedisBatch([.evalsha(script, keys: keys, arguments: arguments)])
        let (replies, connection, deadline) = try await self.perform(batch)
        // The server looks the script up before it runs anything, so nothing runs twice.
        guard replies[0].error?.prefix == "NOSCRIPT" else { return try replies[0].successOrThrow() }
        let fallback = try RedisBatch([.eval(script, keys: keys, arguments: arguments)])
        let result = await connection.exchange(fallback, before: deadline, isLate: true)
        if case .failure(let error) = result, error.code == .connectionLost, error.outcome == .notSent {
            return try await self.perform(fallback).replies[0].successOrThrow()
        }
        return try result.get()[0].successOrThrow()
    }

    /// Lends a connection of its own, for commands that block, and closes it afterwards.
    ///
    /// It is never used again: the server may still serve a blocked command that the client gave up.
    ///
    /// - Parameter body: What is done with the connection.
    /// - Returns: What the body returns.
    /// - Throws: ``RedisError`` if there is no connection within the timeouts, or what the body throws.
    package func withDedicatedConnection<Result>(
        _ body: (RedisConnection) async throws -> Result
    ) async throws -> Result {
        // While the server is away this waits as long as a command does, so that a loop around it does not spin.
        _ = try await self.connection(before: self.commandDeadline()).get()
        let connection = try await self.connector.connect()
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    private func commandDeadline() -> NIODeadline {
        self.group.any().now + TimeAmount(self.configuration.timeouts.command)
    }

    private func perform(
        _ batch: RedisBatch
    ) async throws(RedisError) -> (replies: [RESPValue], connection: RedisConnection, deadline: NIODeadline) {
        precondition(batch.blockingTime == nil, "a command that blocks needs a dedicated connection")
        let deadline = self.commandDeadline()
        var isRetried = false
        while true {
            let ready = self.board.withLock { $0.connection() }
            let connection = if let ready { ready } else { try await self.connection(before: deadline).get() }
            // Who has spent time on waiting or on a first attempt must not take the connection from the others.
            let isLate = isRetried || ready == nil
            do throws(RedisError) {
                let replies = try await connection.exchange(batch, before: deadline, isLate: isLate).get()
                return (replies, connection, deadline)
            } catch {
                if error.endsConnection || (error.code == .timeout && !isLate) {
                    // Others need not find out one by one; `run()` brings the next connection.
                    self.board.withLock { $0.remove { $0 === connection } }
                    connection.drain()
                }
                guard error.code == .connectionLost else { throw error }
                if error.outcome != .notSent {
                    guard batch.isReadOnly, !isRetried else { throw error }
                    isRetried = true
                }
            }
        }
    }

    /// Waits for a shared connection until the deadline.
    private func connection(before deadline: NIODeadline) async -> Result<RedisConnection, RedisError> {
        let loop = self.group.any()
        guard loop.now < deadline else { return .failure(self.board.withLock { $0.unavailable() }) }
        if let connection = self.board.withLock({ $0.connection() }) { return .success(connection) }
        let cancelled = RedisError(.cancelled, "cancelled before it was sent", outcome: .notSent)
        let id = self.board.withLock { $0.makeID() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                switch self.board.withLock({ $0.wait(id, continuation) }) {
                case .granted(let connection): continuation.resume(returning: .success(connection))
                case .refused(let error): continuation.resume(returning: .failure(error))
                case .waiting:
                    // A cancellation before the wait began has found nobody to tell.
                    if Task.isCancelled { self.giveUp(id, cancelled) }
                    loop.scheduleTask(deadline: deadline) {
                        self.giveUp(id, self.board.withLock { $0.unavailable() })
                    }
                }
            }
        } onCancel: {
            self.giveUp(id, cancelled)
        }
    }

    private func giveUp(_ id: UInt64, _ error: RedisError) {
        let waiter = self.board.withLock { $0.giveUp(id) }
        waiter?.resume(returning: .failure(error))
    }
}

extension RedisError {
    /// Whether the connection that this came from is of no more use.
    fileprivate var endsConnection: Bool {
        self.code == .connectionLost || self.code == .protocolViolation
    }
}
