//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hiredis
import NIOCore

/// One connection to Redis, an actor on the connection's event loop, so that it needs neither locks nor thread hops.
///
/// Commands of several tasks are pipelined in order of arrival.
package actor RedisConnection {
    private let channel: any Channel
    private let handler: NIOLoopBound<RedisChannelHandler>
    private let timeouts: RedisConfiguration.Timeouts
    private let roundTrips: RoundTripCounter
    private var lastID: UInt64 = 0

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe channel.eventLoop.executor.asUnownedSerialExecutor()
    }

    init(
        channel: any Channel,
        handler: NIOLoopBound<RedisChannelHandler>,
        timeouts: RedisConfiguration.Timeouts,
        roundTrips: RoundTripCounter
    ) {
        self.channel = channel
        self.handler = handler
        self.timeouts = timeouts
        self.roundTrips = roundTrips
    }

    /// Sends a command and returns its reply.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - timeout: The time from the call to the reply; by default the command timeout, plus the command's blocking
    ///     time.
    /// - Returns: The reply, never an error reply.
    /// - Throws: ``RedisError``; an error reply has the code `server`.
    package func send(_ command: RedisCommand, timeout: Duration? = nil) async throws(RedisError) -> RESPValue {
        try await pipeline([command], timeout: timeout)[0].successOrThrow()
    }

    /// Sends commands in one write and returns their replies in order, error replies included.
    ///
    /// - Parameters:
    ///   - commands: The commands.
    ///   - timeout: The time from the call to the last reply; by default the command timeout, plus the blocking times.
    /// - Returns: One reply for each command.
    /// - Throws: ``RedisError`` if any reply is missing.
    package func pipeline(
        _ commands: [RedisCommand],
        timeout: Duration? = nil
    ) async throws(RedisError) -> [RESPValue] {
        guard !commands.isEmpty else { return [] }
        let batch = try RedisBatch(commands)
        let time = timeout ?? (timeouts.command + (batch.blockingTime ?? .zero))
        return try await exchange(batch, before: channel.eventLoop.now + TimeAmount(time)).get()
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
        try await script.evaluate(keys: keys, arguments: arguments) { command async throws(RedisError) in
            try await pipeline([command])[0]
        }
    }

    // MARK: - For the client

    /// Writes a batch and waits for its replies until the deadline.
    ///
    /// At the deadline the connection also counts as stuck. For a late caller, which has little time left, it counts as
    /// stuck only after a whole command timeout.
    func exchange(
        _ batch: RedisBatch,
        before deadline: NIODeadline,
        isLate: Bool = false
    ) async -> RedisChannelHandler.Replies {
        let stallDeadline = isLate ? channel.eventLoop.now + TimeAmount(timeouts.command) : deadline
        return await self.exchange(batch, before: deadline, stalledAt: stallDeadline) { handler, slot in
            self.roundTrips.increment()
            handler.submit(batch, slot)
        }
    }

    /// Performs the handshake; afterwards the connection accepts commands.
    func shakeHands(_ batch: RedisBatch) async throws(RedisError) {
        let deadline = channel.eventLoop.now + TimeAmount(timeouts.handshake)
        let result = await exchange(batch, before: deadline, stalledAt: deadline) { handler, slot in
            handler.beginHandshake(batch, slot)
        }
        _ = try result.get()
    }

    /// Stops accepting commands and closes after the last pending reply.
    nonisolated func drain() {
        channel.eventLoop.execute {
            self.assumeIsolated { $0.handler.value.drain() }
        }
    }

    /// Closes at once; pending commands fail with an unknown outcome.
    func close() async {
        handler.value.close(RedisError(.connectionLost, "closed by the client", outcome: .unknown))
        await closed()
    }

    /// Waits until the connection is closed by either side; cancellation does not end the wait.
    nonisolated func closed() async {
        try? await channel.closeFuture.get()
    }

    private func exchange(
        _ batch: RedisBatch,
        before deadline: NIODeadline,
        stalledAt stallDeadline: NIODeadline,
        _ write: (RedisChannelHandler, RedisChannelHandler.Machine.Slot) -> Void
    ) async -> RedisChannelHandler.Replies {
        lastID += 1
        let id = lastID
        guard !Task.isCancelled else {
            return .failure(RedisError(.cancelled, "cancelled before it was sent", outcome: .notSent))
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let slot = RedisChannelHandler.Machine.Slot(
                    id: id,
                    replyCount: batch.replyCount,
                    deadline: deadline,
                    stallDeadline: stallDeadline,
                    waiter: continuation
                )
                write(self.handler.value, slot)
            }
        } onCancel: {
            self.channel.eventLoop.execute {
                let error = RedisError(.cancelled, "cancelled while waiting for the reply", outcome: .unknown)
                self.assumeIsolated { $0.handler.value.giveUp(id, error) }
            }
        }
    }
}

extension RESPValue {
    /// Returns the value, or throws it if it is an error reply.
    func successOrThrow() throws(RedisError) -> RESPValue {
        guard case .error(let error) = self else { return self }
        throw RedisError.server(error)
    }
}
