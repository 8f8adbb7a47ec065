//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import NIOCore

/// The channel handler that performs the actions of ``RedisConnectionMachine``: reads, writes, timers, continuations.
///
/// It feeds the parser in `channelRead` and takes all values out at once. A `ByteToMessageDecoder` would stop once its
/// own buffer is empty, while hiredis still holds further replies of a pipeline: these would be delayed until the next
/// packet, forever if none follows.
final class RedisChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    typealias Replies = Result<[RESPValue], RedisError>
    typealias Machine = RedisConnectionMachine<CheckedContinuation<Replies, Never>>

    private var machine: Machine
    private var reader: RESPReader
    private let eventLoop: any EventLoop
    private var context: ChannelHandlerContext?
    private var timer: (deadline: NIODeadline, task: Scheduled<Void>)?
    /// The error that the pipeline reported before the connection closed, which is more specific than the close itself.
    private var cause: String?

    init(handshake: RedisHandshake, pendingReplyLimit: Int, eventLoop: any EventLoop) throws(RESPProtocolError) {
        machine = Machine(handshake: handshake)
        reader = try RESPReader(pendingLimit: pendingReplyLimit)
        self.eventLoop = eventLoop
    }

    // MARK: - Calls of the connection

    func beginHandshake(_ batch: RedisBatch, _ slot: Machine.Slot) {
        perform(machine.beginHandshake(slot), id: slot.id, deadline: slot.deadline, batch)
    }

    func submit(_ batch: RedisBatch, _ slot: Machine.Slot) {
        perform(machine.submit(slot), id: slot.id, deadline: slot.deadline, batch)
    }

    func giveUp(_ id: UInt64, _ error: RedisError) {
        machine.detach(id)?.resume(returning: .failure(error))
    }

    func drain() {
        switch machine.drain() {
        case .none: break
        case .close(let failures): close(failures)
        }
    }

    func close(_ error: RedisError) {
        self.close(machine.close(error))
    }

    // MARK: - Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        connectionEnded()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        connectionEnded()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        cause = cause ?? "\(error)"
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        do throws(RESPProtocolError) {
            try reader.feed(buffer.readableBytesSpan)
            while let value = try reader.next() {
                perform(machine.receive(value))
            }
        } catch {
            close(RedisError(.protocolViolation, error.description, outcome: .unknown))
        }
    }

    // MARK: - Effects

    private func perform(_ action: Machine.SubmitAction, id: UInt64, deadline: NIODeadline, _ batch: RedisBatch) {
        switch action {
        case .write(let isImpatient):
            context?.writeAndFlush(wrapOutboundOut(batch.bytes), promise: nil)
            scheduleTimer()
            if isImpatient {
                eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
                    self.giveUp(id, RedisError(.timeout, "no reply in time", outcome: .unknown))
                }
            }
        case .refuse(let waiter, let error):
            waiter?.resume(returning: .failure(explained(error)))
        }
    }

    private func perform(_ action: Machine.ReceiveAction) {
        switch action {
        case .none:
            break
        case .succeed(let waiter, let replies):
            waiter?.resume(returning: .success(replies))
        case .succeedAndClose(let waiter, let replies):
            waiter?.resume(returning: .success(replies))
            close([])
        case .close(let failures):
            close(failures)
        }
    }

    /// Schedules the timer for the head of the queue.
    ///
    /// One timer is enough: when it fires it checks the head of that moment. A new one is needed only for an earlier
    /// deadline, such as a command's after the longer one of the handshake.
    private func scheduleTimer() {
        guard let deadline = machine.stallDeadline else { return }
        if let timer, timer.deadline <= deadline { return }
        self.timer?.task.cancel()
        let task = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.timer = nil
            switch self.machine.deadlineReached(now: self.eventLoop.now) {
            case .none: break
            case .lookAgain: self.scheduleTimer()
            case .close(let failures): self.close(failures)
            }
        }
        self.timer = (deadline, task)
    }

    private func connectionEnded() {
        let error = RedisError(.connectionLost, "the connection was closed", outcome: .unknown)
        close(machine.close(explained(error)))
    }

    private func close(_ failures: Machine.Failures) {
        timer?.task.cancel()
        timer = nil
        for (waiter, error) in failures {
            waiter.resume(returning: .failure(error))
        }
        context?.close(promise: nil)
    }

    private func explained(_ error: RedisError) -> RedisError {
        guard let cause else { return error }
        return RedisError(error.code, "\(error.message): \(cause)", outcome: error.outcome)
    }
}
