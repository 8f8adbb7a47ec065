//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import NIOCore
import Testing

@testable import RedisClient

/// One test for each cell of the state machine's table.
@Suite struct RedisConnectionMachineTests {
    typealias Machine = RedisConnectionMachine<String>
    private static let lost = RedisError(.connectionLost, "gone", outcome: .unknown)

    private static func slot(
        _ id: UInt64,
        replies: Int = 1,
        deadline: Int64 = 100,
        stall: Int64? = nil,
        waiter: String? = nil
    ) -> Machine.Slot {
        Machine.Slot(
            id: id,
            replyCount: replies,
            deadline: .uptimeNanoseconds(UInt64(deadline)),
            stallDeadline: .uptimeNanoseconds(UInt64(stall ?? deadline)),
            waiter: waiter ?? "caller \(id)"
        )
    }

    /// Returns a machine in a state, with a number of open slots, numbered from 1.
    private static func machine(_ state: Machine.State, slots: Int = 0) throws -> Machine {
        var machine = Machine(handshake: RedisHandshake(try RedisConfiguration(url: "redis://:p@h")))
        if state != .connecting {
            _ = machine.beginHandshake(Self.slot(0, replies: 2, waiter: "opener"))
        }
        if state == .active || state == .draining {
            _ = machine.receive(.ok)
            _ = machine.receive(.pong)
            for id in 0..<slots {
                _ = machine.submit(Self.slot(UInt64(id) + 1))
            }
        }
        if state == .draining { _ = machine.drain() }
        if state == .closed { _ = machine.close(Self.lost) }
        #expect(machine.state == state)
        return machine
    }

    @Test func `a new connection begins with the handshake`() throws {
        var machine = try Self.machine(.connecting)
        guard case .write(isImpatient: false) = machine.beginHandshake(Self.slot(1)) else {
            Issue.record("the handshake is not written")
            return
        }
        #expect(machine.state == .handshaking)
    }

    @Test(arguments: [Machine.State.handshaking, .active, .draining, .closed])
    func `a handshake is refused later`(state: Machine.State) throws {
        var machine = try Self.machine(state, slots: 1)
        let action = machine.beginHandshake(Self.slot(9))
        try Self.expectRefusal(action, of: "caller 9")
        #expect(machine.state == state)
    }

    @Test(arguments: [Machine.State.connecting, .handshaking, .draining, .closed])
    func `a batch is refused unless the connection is active`(state: Machine.State) throws {
        var machine = try Self.machine(state, slots: 1)
        let action = machine.submit(Self.slot(9))
        try Self.expectRefusal(action, of: "caller 9")
        #expect(machine.state == state)
    }

    private static func expectRefusal(_ action: Machine.SubmitAction, of waiter: String) throws {
        guard case .refuse(let refused, let error) = action else {
            Issue.record("the batch is written")
            return
        }
        #expect(refused == waiter)
        #expect(error.outcome == .notSent)
    }

    @Test func `replies go to their slots in order and are gathered for a pipeline`() throws {
        var machine = try Self.machine(.active)
        _ = machine.submit(Self.slot(1, replies: 2))
        _ = machine.submit(Self.slot(2))
        #expect(Self.summary(machine.receive(.integer(1))) == "none")
        #expect(Self.summary(machine.receive(.integer(2))) == "caller 1: 1 2")
        #expect(Self.summary(machine.receive(.integer(3))) == "caller 2: 3")
        #expect(machine.stallDeadline == nil)
    }

    @Test func `a handshake that is accepted makes the connection active`() throws {
        var machine = try Self.machine(.handshaking)
        #expect(Self.summary(machine.receive(.ok)) == "none")
        #expect(Self.summary(machine.receive(.pong)) == "opener: OK PONG")
        #expect(machine.state == .active)
    }

    @Test func `a handshake that is refused closes the connection after its last reply`() throws {
        var machine = try Self.machine(.handshaking)
        let wrong = RESPValue.error(RESPError(prefix: "WRONGPASS", message: "invalid"))
        #expect(Self.summary(machine.receive(wrong)) == "none")
        #expect(Self.summary(machine.receive(.pong)) == "close: opener handshakeRefused notSent")
        #expect(machine.state == .closed)
    }

    @Test func `a server that has no place for a client is named as such, also when it hangs up at once`() throws {
        let full = RESPValue.error(RESPError(prefix: "ERR", message: "max number of clients reached"))
        var handshaking = try Self.machine(.handshaking)
        #expect(Self.summary(handshaking.receive(full)) == "none")
        let failures = handshaking.close(Self.lost)
        #expect(failures.map(\.error.code) == [.handshakeRefused])
        #expect(failures.map(\.error.outcome) == [.notSent])
        #expect(failures.first?.error.message.contains("maxclients") == true)
    }

    @Test(arguments: [Machine.State.connecting, .active])
    func `a reply that nobody asked for closes the connection`(state: Machine.State) throws {
        var machine = try Self.machine(state)
        #expect(Self.summary(machine.receive(.ok)) == "close:")
        #expect(machine.state == .closed)
    }

    @Test func `a closed connection ignores replies, deadlines and further ends`() throws {
        var machine = try Self.machine(.closed)
        #expect(Self.summary(machine.receive(.ok)) == "none")
        if case .none = machine.deadlineReached(now: .distantFuture) {
        } else {
            Issue.record("a deadline does something")
        }
        if case .none = machine.drain() {} else { Issue.record("draining does something") }
        #expect(machine.close(Self.lost).isEmpty)
    }

    @Test func `a caller that gives up leaves its slot to swallow the reply`() throws {
        var machine = try Self.machine(.active, slots: 3)
        #expect(machine.detach(2) == "caller 2")
        #expect(machine.detach(2) == nil)
        #expect(machine.detach(77) == nil)
        #expect(Self.summary(machine.receive(.integer(1))) == "caller 1: 1")
        #expect(Self.summary(machine.receive(.integer(2))) == "nobody: 2")
        #expect(Self.summary(machine.receive(.integer(3))) == "caller 3: 3")
    }

    @Test func `draining ends with the last reply, also of a caller that gave up`() throws {
        var machine = try Self.machine(.draining, slots: 2)
        _ = machine.detach(2)
        #expect(Self.summary(machine.receive(.integer(1))) == "caller 1: 1")
        #expect(machine.state == .draining)
        if case .none = machine.drain() {} else { Issue.record("draining twice does something") }
        #expect(Self.summary(machine.receive(.integer(2))) == "last nobody: 2")
        #expect(machine.state == .closed)
    }

    @Test(arguments: [Machine.State.connecting, .handshaking, .active])
    func `draining closes at once when no caller waits for a reply`(state: Machine.State) throws {
        var machine = try Self.machine(state)
        guard case .close(let failures) = machine.drain() else {
            Issue.record("the connection stays open")
            return
        }
        #expect(failures.map(\.waiter) == (state == .handshaking ? ["opener"] : []))
        #expect(failures.allSatisfy { $0.error.outcome == .notSent })
        #expect(machine.state == .closed)
    }

    @Test(arguments: [Machine.State.active, .draining])
    func `the end of the connection leaves the outcome of all open batches unknown`(state: Machine.State) throws {
        var machine = try Self.machine(state, slots: 3)
        _ = machine.detach(1)
        let failures = machine.close(Self.lost)
        #expect(failures.map(\.waiter) == ["caller 2", "caller 3"])
        #expect(failures.allSatisfy { $0.error.outcome == .unknown })
        #expect(machine.state == .closed)
    }

    @Test func `the end of the connection in the handshake means that nothing was sent`() throws {
        var machine = try Self.machine(.handshaking)
        let failures = machine.close(Self.lost)
        #expect(failures.map(\.waiter) == ["opener"])
        #expect(failures.map(\.error.outcome) == [.notSent])
    }

    @Test func `a stuck head closes the connection, and only those whose time is up hear of a timeout`() throws {
        var machine = try Self.machine(.active)
        _ = machine.submit(Self.slot(1, deadline: 100))
        _ = machine.submit(Self.slot(2, deadline: 100))
        _ = machine.submit(Self.slot(3, deadline: 150))
        guard case .lookAgain(at: .uptimeNanoseconds(100)) = machine.deadlineReached(now: .uptimeNanoseconds(99)) else {
            Issue.record("too early")
            return
        }
        guard case .close(let failures) = machine.deadlineReached(now: .uptimeNanoseconds(100)) else {
            Issue.record("too late")
            return
        }
        #expect(failures.map(\.waiter) == ["caller 1", "caller 2", "caller 3"])
        #expect(failures.map(\.error.code) == [.timeout, .timeout, .connectionLost])
        #expect(failures.allSatisfy { $0.error.outcome == .unknown })
        #expect(machine.state == .closed)
    }

    @Test func `a handshake without an answer ends in a timeout before anything was sent`() throws {
        var machine = try Self.machine(.handshaking)
        guard case .close(let failures) = machine.deadlineReached(now: .distantFuture) else {
            Issue.record("the connection stays open")
            return
        }
        #expect(failures.map(\.error.code) == [.timeout])
        #expect(failures.map(\.error.outcome) == [.notSent])
    }

    @Test func `nothing awaited means no deadline`() throws {
        var machine = try Self.machine(.active)
        if case .none = machine.deadlineReached(now: .distantFuture) {
        } else {
            Issue.record("a deadline does something")
        }
        #expect(machine.state == .active)
    }

    @Test func `a caller with little time left is impatient and does not shorten the connection's life`() throws {
        var machine = try Self.machine(.active)
        guard case .write(isImpatient: true) = machine.submit(Self.slot(1, deadline: 10, stall: 100)) else {
            Issue.record("nobody watches the caller's deadline")
            return
        }
        #expect(machine.stallDeadline == .uptimeNanoseconds(100))
    }

    @Test func `the deadlines of a queue never go back`() throws {
        var machine = try Self.machine(.active)
        _ = machine.submit(Self.slot(1, deadline: 1_000))
        guard case .write(isImpatient: true) = machine.submit(Self.slot(2, deadline: 50)) else {
            Issue.record("nobody watches the caller's deadline")
            return
        }
        _ = machine.receive(.ok)
        #expect(machine.stallDeadline == .uptimeNanoseconds(1_000))
    }

    private static func summary(_ action: Machine.ReceiveAction) -> String {
        func text(_ replies: [RESPValue]) -> String {
            replies.map { $0.string ?? $0.integer.map { "\($0)" } ?? "?" }.joined(separator: " ")
        }
        return switch action {
        case .none: "none"
        case .succeed(let waiter, let replies): "\(waiter ?? "nobody"): \(text(replies))"
        case .succeedAndClose(let waiter, let replies): "last \(waiter ?? "nobody"): \(text(replies))"
        case .close(let failures):
            "close:" + failures.map { " \($0.waiter) \($0.error.code) \($0.error.outcome.rawValue)" }.joined()
        }
    }
}

extension RESPValue {
    fileprivate static let ok = RESPValue.simpleString(Array("OK".utf8))
    fileprivate static let pong = RESPValue.simpleString(Array("PONG".utf8))
}
