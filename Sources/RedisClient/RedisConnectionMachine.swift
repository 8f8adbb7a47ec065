//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import NIOCore

/// The state machine of one connection, without I/O: it matches replies to commands, and fails commands on close.
///
/// Replies arrive in the order of the commands, so reply *n* belongs to slot *n*. If a caller gives up, its waiter is
/// detached but its slot stays to consume the reply, so that the later slots still match.
///
/// | state | `beginHandshake` | `submit` | reply | `drain` | deadline of the head | `close` |
/// |---|---|---|---|---|---|---|
/// | connecting | → handshaking, write | refuse | → closed | → closed | – | → closed |
/// | handshaking | refuse | refuse | last one: → active, or → closed if refused | → closed | → closed | → closed |
/// | active | refuse | write | to its slot; no slot → closed | → draining; idle → closed | → closed | → closed |
/// | draining | refuse | refuse | to its slot; last one: → closed | – | → closed | → closed |
/// | closed | refuse | refuse | – | – | – | – |
///
/// On close, waiters get an unknown outcome, since every batch in a slot has been written.
struct RedisConnectionMachine<Waiter>: ~Copyable {
    enum State: Equatable {
        case connecting
        case handshaking
        case active
        case draining
        case closed
    }

    /// A written batch with pending replies.
    struct Slot {
        let id: UInt64
        let replyCount: Int
        /// The time at which the caller times out.
        let deadline: NIODeadline
        /// The time at which the connection counts as stuck, not before the caller's deadline.
        var stallDeadline: NIODeadline
        /// The waiting caller; `nil` once it has given up.
        var waiter: Waiter?
        var replies: [RESPValue] = []
    }

    enum SubmitAction {
        /// Write the batch. With `isImpatient` the caller's deadline is before the stall deadline and needs its own
        /// timer.
        case write(isImpatient: Bool)
        case refuse(Waiter?, RedisError)
    }

    enum ReceiveAction {
        case none
        case succeed(Waiter?, [RESPValue])
        case succeedAndClose(Waiter?, [RESPValue])
        case close(Failures)
    }

    enum DeadlineAction {
        case none
        /// The head is not stuck yet.
        case lookAgain(at: NIODeadline)
        case close(Failures)
    }

    enum DrainAction {
        case none
        case close(Failures)
    }

    /// The waiters to fail when the connection closes, with their errors.
    typealias Failures = [(waiter: Waiter, error: RedisError)]

    private(set) var state = State.connecting
    private let handshake: RedisHandshake
    private var slots = CircularBuffer<Slot>()

    init(handshake: RedisHandshake) {
        self.handshake = handshake
    }

    /// The time at which the connection counts as stuck; `nil` if no reply is pending.
    var stallDeadline: NIODeadline? { slots.first?.stallDeadline }

    /// Begins the handshake, whose replies ``RedisHandshake`` checks.
    mutating func beginHandshake(_ slot: Slot) -> SubmitAction {
        guard state == .connecting else { return refuse(slot.waiter) }
        state = .handshaking
        slots.append(slot)
        return .write(isImpatient: false)
    }

    /// Accepts a batch that is about to be written.
    mutating func submit(_ slot: Slot) -> SubmitAction {
        guard state == .active else { return refuse(slot.waiter) }
        var slot = slot
        // A later slot must not have an earlier stall deadline, so that one timer for the head is enough.
        slot.stallDeadline = max(
            slot.deadline,
            slot.stallDeadline,
            slots.last?.stallDeadline ?? slot.stallDeadline
        )
        let isImpatient = slot.deadline < slot.stallDeadline
        slots.append(slot)
        return .write(isImpatient: isImpatient)
    }

    /// Accepts the next reply.
    mutating func receive(_ value: RESPValue) -> ReceiveAction {
        guard state != .closed else { return .none }
        guard !slots.isEmpty else {
            let error = RedisError(.protocolViolation, "a reply came that nobody asked for", outcome: .unknown)
            return .close(close(error))
        }
        slots[slots.startIndex].replies.append(value)
        guard slots[slots.startIndex].replies.count == slots[slots.startIndex].replyCount else {
            return .none
        }
        let slot = slots.removeFirst()
        switch state {
        case .handshaking:
            if let refusal = handshake.refusal(in: slot.replies) {
                state = .closed
                return .close(slot.waiter.map { [($0, refusal)] } ?? [])
            }
            state = .active
            return .succeed(slot.waiter, slot.replies)
        case .draining where slots.isEmpty:
            state = .closed
            return .succeedAndClose(slot.waiter, slot.replies)
        case .connecting, .active, .draining, .closed:
            return .succeed(slot.waiter, slot.replies)
        }
    }

    /// Detaches a waiter and keeps its slot; returns `nil` if it is no longer waiting.
    mutating func detach(_ id: UInt64) -> Waiter? {
        guard let index = slots.firstIndex(where: { $0.id == id }) else { return nil }
        defer { slots[index].waiter = nil }
        return slots[index].waiter
    }

    /// Checks whether the head of the queue is stuck; if so, all slots behind it are, too.
    mutating func deadlineReached(now: NIODeadline) -> DeadlineAction {
        guard let stallDeadline = self.stallDeadline else { return .none }
        guard stallDeadline <= now else { return .lookAgain(at: stallDeadline) }
        let lost = RedisError(.connectionLost, "closed, since a command ahead got no reply", outcome: .unknown)
        let timeout = RedisError(.timeout, "no reply in time", outcome: .unknown)
        let isHandshake = state == .handshaking
        let failures: Failures = slots.compactMap { slot in
            slot.waiter.map { ($0, isHandshake ? .handshakeTimeout : slot.deadline <= now ? timeout : lost) }
        }
        slots.removeAll()
        state = .closed
        return .close(failures)
    }

    /// Stops accepting batches, and closes after the last reply.
    mutating func drain() -> DrainAction {
        switch state {
        case .active where !slots.isEmpty:
            state = .draining
            return .none
        case .connecting, .handshaking, .active:
            return .close(close(RedisError(.connectionLost, "the client is shutting down", outcome: .unknown)))
        case .draining, .closed:
            return .none
        }
    }

    /// Closes the connection; all waiters get the error.
    mutating func close(_ error: RedisError) -> Failures {
        var error = error
        if state == .handshaking {
            // During the handshake no command of a caller has been sent. A server that has reached its maximum number
            // of clients sends one error and closes the connection.
            let refusal = slots.first.flatMap { self.handshake.refusal(in: $0.replies) }
            error = refusal ?? error.withOutcome(.notSent)
        }
        state = .closed
        defer { slots.removeAll() }
        return slots.compactMap { slot in slot.waiter.map { ($0, error) } }
    }

    private func refuse(_ waiter: Waiter?) -> SubmitAction {
        .refuse(waiter, RedisError(.connectionLost, "the connection is not open", outcome: .notSent))
    }
}

extension RedisError {
    fileprivate static var handshakeTimeout: RedisError {
        RedisError(.timeout, "the server did not answer the handshake in time", outcome: .notSent)
    }

    fileprivate func withOutcome(_ outcome: Outcome) -> RedisError {
        RedisError(code, message, outcome: outcome, serverError: serverError)
    }
}
