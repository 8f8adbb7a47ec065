//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hiredis
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// One server of a client, with few shared connections, which it keeps open while ``run()`` runs.
///
/// All commands of a process share the connections and are pipelined. Commands that block on the server need a
/// connection of their own: ``withDedicatedConnection(_:)``.
///
/// - Without a connection a command waits for one until the command timeout, and then fails with `unavailable` and the
///   outcome `notSent`.
/// - A command that was not written is written on the next connection. A read-only command without a reply is retried
///   once. Both happen within the command timeout.
/// - A command without a reply within the timeout closes its connection, since all commands behind it are stuck.
/// - Cancelling a task ends only its own wait; the commands of other tasks on the connection continue.
package final class RedisNode: Sendable {
    typealias Board = RedisConnectionBoard<
        RedisConnection, CheckedContinuation<Result<RedisConnection, RedisError>, Never>
    >

    let board = Mutex(Board())
    let environment: RedisEnvironment
    private let locator: RedisLocator
    /// The logger of connects and disconnects.
    let logger: Logger
    private let stopping = AsyncStream.makeStream(of: Never.self)
    /// The confirmations; `nil` if the client is to wait for none.
    let confirmer: RedisConfirmer?

    /// Creates a server, which is connected to when ``run()`` is called.
    init(_ locator: RedisLocator, in environment: RedisEnvironment) {
        self.locator = locator
        self.environment = environment
        confirmer = environment.configuration.confirmation.map(RedisConfirmer.init)
        var logger = environment.logger
        if case .cluster = environment.configuration.deployment { logger[metadataKey: "node"] = "\(locator)" }
        self.logger = logger
    }

    /// A flag that is true if there is a connection now.
    package var isConnected: Bool { board.withLock { $0.isConnected } }

    /// Sends a command and returns its reply.
    ///
    /// - Parameter command: The command; it must not block on the server.
    /// - Returns: The reply, never an error reply.
    /// - Throws: ``RedisError``; an error reply has the code `server` and the outcome `replied`.
    package func send(_ command: RedisCommand) async throws(RedisError) -> RESPValue {
        try await perform(try RedisBatch([command])).replies[0].successOrThrow()
    }

    /// Sends commands in one write and returns their replies in order, error replies included.
    ///
    /// The commands are not a transaction: commands of other tasks may run in between, and some may run without the
    /// others.
    ///
    /// - Parameter commands: The commands; they must not block on the server.
    /// - Returns: One reply for each command.
    /// - Throws: ``RedisError`` if any reply is missing.
    package func pipeline(_ commands: [RedisCommand]) async throws(RedisError) -> [RESPValue] {
        guard !commands.isEmpty else { return [] }
        return try await perform(try RedisBatch(commands)).replies
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
        let batch = try RedisBatch([.evalsha(script, keys: keys, arguments: arguments)])
        let (replies, connection, deadline) = try await perform(batch)
        // The server looks the script up before it runs anything, so the script cannot run twice.
        guard replies[0].error?.prefix == "NOSCRIPT" else { return try replies[0].successOrThrow() }
        let fallback = try RedisBatch([.eval(script, keys: keys, arguments: arguments)])
        let result = await connection.exchange(fallback, before: deadline, isLate: true)
        switch result {
        case .failure(let error) where error.code == .connectionLost && error.outcome == .notSent:
            return try await perform(fallback).replies[0].successOrThrow()
        case .success(let replies) where hasLostItsPlace(connection, replies):
            return try await perform(fallback).replies[0].successOrThrow()
        default:
            return try result.get()[0].successOrThrow()
        }
    }

    /// Runs a script, and returns its reply once all that the server did before is confirmed; see
    /// ``RedisClient/confirm(_:keys:arguments:)``.
    func confirm(
        _ script: RedisScript,
        keys: [String],
        arguments: [RedisArgument]
    ) async throws(RedisError) -> RESPValue {
        let patience = TimeAmount(environment.configuration.timeouts.command)
        return try await script.evaluate(keys: keys, arguments: arguments) { command async throws(RedisError) in
            try await confirm([command], patience: patience)[0]
        }
    }

    /// Sends commands, and returns their replies once all that the server did before is confirmed.
    ///
    /// - Parameters:
    ///   - commands: The commands, which write, and do no harm if they run twice.
    ///   - patience: The time to wait for the server to be there.
    /// - Returns: One reply for each; they are not confirmed if one of them is an error reply.
    /// - Throws: ``RedisError``; `unconfirmed` if the confirmation did not come in time.
    func confirm(_ commands: [RedisCommand], patience: TimeAmount) async throws(RedisError) -> [RESPValue] {
        guard let confirmer else { return try await pipeline(commands) }
        if board.withLock({ $0.connection() }) == nil {
            _ = try await counting(connection(before: .now() + patience))
        }
        return try await confirmer.confirm(commands)
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
        // Without a server this waits as long as a command does, so that a retry loop does not spin.
        _ = try await self.connection(before: commandDeadline()).get()
        let connection = try await connect()
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Opens a connection to the server, wherever it is now.
    func connect() async throws(RedisError) -> RedisConnection {
        try await locator.connect(environment.connector)
    }

    /// Ends ``run()``; pending replies are still delivered.
    func stop() { stopping.continuation.finish() }

    /// Waits until ``stop()`` is called or the task is cancelled.
    func stopped() async {
        for await _ in stopping.stream {}
    }

    /// Sends a batch once, on a connection that is there, or comes within a short time.
    ///
    /// - Parameters:
    ///   - batch: The batch.
    ///   - deadline: The time at which the caller gives up.
    ///   - patience: The time to wait for a connection.
    ///   - isLate: A flag that is true if the caller has waited before, so that its end tells nothing of the connection.
    /// - Returns: One reply for each command.
    /// - Throws: ``RedisError`` if any reply is missing.
    func attempt(
        _ batch: RedisBatch,
        before deadline: NIODeadline,
        patience: TimeAmount,
        isLate: Bool
    ) async throws(RedisError) -> [RESPValue] {
        precondition(batch.blockingTime == nil, "a command that blocks needs a dedicated connection")
        if let ready = board.withLock({ $0.connection() }) {
            return try await exchange(batch, on: ready, before: deadline, isLate: isLate)
        }
        let connection = try await counting(self.connection(before: min(deadline, .now() + patience)))
        return try await exchange(batch, on: connection, before: deadline, isLate: true)
    }

    private func commandDeadline() -> NIODeadline {
        environment.group.any().now + TimeAmount(environment.configuration.timeouts.command)
    }

    private func perform(
        _ batch: RedisBatch
    ) async throws(RedisError) -> (replies: [RESPValue], connection: RedisConnection, deadline: NIODeadline) {
        precondition(batch.blockingTime == nil, "a command that blocks needs a dedicated connection")
        let deadline = commandDeadline()
        var isRetried = false
        while true {
            let ready = board.withLock { $0.connection() }
            let connection = if let ready { ready } else { try await counting(self.connection(before: deadline)) }
            // A caller that has already waited or retried must not close the connection for others when its time is up.
            let isLate = isRetried || ready == nil
            do throws(RedisError) {
                let replies = try await exchange(batch, on: connection, before: deadline, isLate: isLate)
                guard hasLostItsPlace(connection, replies), batch.isReadOnly || replies.allSatisfy(\.isReadOnlyRefusal)
                else { return (replies, connection, deadline) }
                // Nothing was changed; the next connection leads to the new master.
            } catch {
                guard error.code == .connectionLost else { throw error }
                if error.outcome != .notSent {
                    guard batch.isReadOnly, !isRetried else { throw error }
                    isRetried = true
                }
            }
        }
    }

    /// Writes a batch on a connection, and gives the connection up if it is of no more use.
    private func exchange(
        _ batch: RedisBatch,
        on connection: RedisConnection,
        before deadline: NIODeadline,
        isLate: Bool
    ) async throws(RedisError) -> [RESPValue] {
        do throws(RedisError) {
            let replies = try await connection.exchange(batch, before: deadline, isLate: isLate).get()
            environment.metrics.countErrors(in: replies)
            return replies
        } catch {
            environment.metrics.count(error)
            if error.endsConnection || (error.code == .timeout && !isLate) { giveUp(connection) }
            throw error
        }
    }

    /// Takes a connection away from other callers, who need not hit the same failure; `run()` opens the next one.
    private func giveUp(_ connection: RedisConnection) {
        board.withLock { $0.remove { $0 === connection } }
        connection.drain()
    }

    /// Returns true if a server that was the master when it was found refused a write, and gives its connection up.
    private func hasLostItsPlace(_ connection: RedisConnection, _ replies: [RESPValue]) -> Bool {
        guard locator.followsMaster, replies.contains(where: \.isReadOnlyRefusal) else { return false }
        giveUp(connection)
        return true
    }

    /// Returns a connection, and counts that there is none.
    private func counting(
        _ result: Result<RedisConnection, RedisError>
    ) throws(RedisError) -> RedisConnection {
        if case .failure(let error) = result { environment.metrics.count(error) }
        return try result.get()
    }

    /// Returns a shared connection, waiting for one until the deadline.
    private func connection(before deadline: NIODeadline) async -> Result<RedisConnection, RedisError> {
        let loop = environment.group.any()
        guard loop.now < deadline else { return .failure(board.withLock { $0.unavailable() }) }
        if let connection = board.withLock({ $0.connection() }) { return .success(connection) }
        let cancelled = RedisError(.cancelled, "cancelled before it was sent", outcome: .notSent)
        let id = board.withLock { $0.makeID() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                switch self.board.withLock({ $0.wait(id, continuation) }) {
                case .granted(let connection): continuation.resume(returning: .success(connection))
                case .refused(let error): continuation.resume(returning: .failure(error))
                case .waiting:
                    // The cancellation handler found no waiter if it ran before the wait began.
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
        let waiter = board.withLock { $0.giveUp(id) }
        waiter?.resume(returning: .failure(error))
    }
}

extension RedisError {
    /// A flag that is true if the error makes its connection unusable.
    fileprivate var endsConnection: Bool {
        code == .connectionLost || code == .protocolViolation
    }
}

extension RESPValue {
    /// A flag that is true if a server refused a write since it is a replica; it changed nothing.
    fileprivate var isReadOnlyRefusal: Bool { error?.prefix == "READONLY" }
}
