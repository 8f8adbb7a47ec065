//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import NIOCore

/// The rules of one connection, without I/O: which reply belongs to whom, and who is told what when it ends.
///
/// Replies come in the order of the commands, so reply *n* belongs to slot *n*. A caller that gives up is detached and
/// its slot stays to swallow the reply, so that its neighbours get theirs.
///
/// | state | `beginHandshake` | `submit` | reply | `drain` | deadline of the head | `close` |
/// |---|---|---|---|---|---|---|
/// | connecting | → handshaking, write | refuse | → closed | → closed | – | → closed |
/// | handshaking | refuse | refuse | last one: → active, or → closed if refused | → closed | → closed | → closed |
/// | active | refuse | write | to its slot; without a slot → closed | → draining, or → closed if idle | → closed | → closed |
/// | draining | refuse | refuse | to its slot; last one: → closed | – | → closed | → closed |
/// | closed | refuse | refuse | – | – | – | – |
///
/// Whoever waits when a connection closes is told that the outcome is unknown, for all that is in a slot was written.
struct RedisConnectionMachine<Waiter>: ~Copyable {
    enum State: Equatable {
        case connecting
        case handshaking
        case active
        case draining
        case closed
    }

    /// A written batch whose replies are awaited.
    struct Slot {
        let id: UInt64
        let replyCount: Int
        /// When the caller is told that time is up.
        let deadline: NIODeadline
        /// When the connection counts as stuck, not before the caller's deadline.
        var stallDeadline: NIODeadline
        /// Who waits, `nil` once it gave up.
        var waiter: Waiter?
        var replies: [RESPValue] = []
    }

    enum SubmitAction {
        /// Write the batch. With `isImpatient` the caller's deadline comes before the stall deadline: watch it.
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

    /// Who is told what when the connection closes.
    typealias Failures = [(waiter: Waiter, error: RedisError)]

    private(set) var state = State.connecting
    private let handshake: RedisHandshake
    private var slots = CircularBuffer<Slot>()

    init(handshake: RedisHandshake) {
        self.handshake = handshake
    }

    /// When the connection counts as stuck, `nil` if no reply is awaited.
    var stallDeadline: NIODeadline? { self.slots.first?.stallDeadline }

    /// Opens the exchange of the handshake, whose replies ``RedisHandshake`` judges.
    mutating func beginHandshake(_ slot: Slot) -> SubmitAction {
        guard self.state == .connecting else { return self.refuse(slot.waiter) }
        self.state = .handshaking
        self.slots.append(slot)
        return .write(isImpatient: false)
    }

    /// Takes a batch that is about to be written.
    mutating func submit(_ slot: Slot) -> SubmitAction {
        guard self.state == .active else { return self.refuse(slot.waiter) }
        var slot = slot
        // What comes later cannot be stuck earlier, or one timer for the head would not do.
        slot.stallDeadline = max(
            slot.deadline,
            slot.stallDeadline,
            self.slots.last?.stallDeadline ?? slot.stallDeadline
        )
        let isImpatient = slot.deadline < slot.stallDeadline
        self.slots.append(slot)
        return .write(isImpatient: isImpatient)
    }

    /// Takes the next reply.
    mutating func receive(_ value: RESPValue) -> ReceiveAction {
        guard self.state != .closed else { return .none }
        guard !self.slots.isEmpty else {
            let error = RedisError(.protocolViolation, "a reply came that nobody asked for", outcome: .unknown)
            return .close(self.close(error))
        }
        self.slots[self.slots.startIndex].replies.append(value)
        guard self.slots[self.slots.startIndex].replies.count == self.slots[self.slots.startIndex].replyCount else {
            return .none
        }
        let slot = self.slots.removeFirst()
        switch self.state {
        case .handshaking:
            if let refusal = self.handshake.refusal(in: slot.replies) {
                self.state = .closed
                return .close(slot.waiter.map { [($0, refusal)] } ?? [])
            }
            self.state = .active
            return .succeed(slot.waiter, slot.replies)
        case .draining where self.slots.isEmpty:
            self.state = .closed
            return .succeedAndClose(slot.waiter, slot.replies)
        case .connecting, .active, .draining, .closed:
            return .succeed(slot.waiter, slot.replies)
        }
    }

    /// Lets a caller go and keeps its slot; `nil` if it does not wait any more.
    mutating func detach(_ id: UInt64) -> Waiter? {
        guard let index = self.slots.firstIndex(where: { $0.id == id }) else { return nil }
        defer { self.slots[index].waiter = nil }
        return self.slots[index].waiter
    }

    /// Looks whether the head of the queue is stuck; if it is, everything behind it is as well.
    mutating func deadlineReached(now: NIODeadline) -> DeadlineAction {
        guard let stallDeadline = self.stallDeadline else { return .none }
        guard stallDeadline <= now else { return .lookAgain(at: stallDeadline) }
        let lost = RedisError(.connectionLost, "closed, since a command ahead got no reply", outcome: .unknown)
        let timeout = RedisError(.timeout, "no reply in time", outcome: .unknown)
        let isHandshake = self.state == .handshaking
        let failures: Failures = self.slots.compactMap { slot in
            slot.waiter.map { ($0, isHandshake ? .handshakeTimeout : slot.deadline <= now ? timeout : lost) }
        }
        self.slots.removeAll()
        self.state = .closed
        return .close(failures)
    }

    /// Takes no more batches, and closes after the last reply.
    mutating func drain() -> DrainAction {
        switch self.state {
        case .active where !self.slots.isEmpty:
            self.state = .draining
            return .none
        case .connecting, .handshaking, .active:
            return .close(self.close(RedisError(.connectionLost, "the client is shutting down", outcome: .unknown)))
        case .draining, .closed:
            return .none
        }
    }

    /// Ends the connection; all who wait are told the error.
    mutating func close(_ error: RedisError) -> Failures {
        var error = error
        if self.state == .handshaking {
            // Of a handshake the caller has sent nothing. A server that has no place refuses once and hangs up.
            let refusal = self.slots.first.flatMap { self.handshake.refusal(in: $0.replies) }
            error = refusal ?? error.withOutcome(.notSent)
        }
        self.state = .closed
        defer { self.slots.removeAll() }
        return self.slots.compactMap { slot in slot.waiter.map { ($0, error) } }
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
        RedisError(self.code, self.message, outcome: outcome, serverError: self.serverError)
    }
}
