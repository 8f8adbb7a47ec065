//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import RedisClient

@Suite struct RedisConnectionBoardTests {
    typealias Board = RedisConnectionBoard<String, String>

    @Test func `connections are lent in turn`() {
        var board = Board()
        #expect(board.connection() == nil)
        #expect(!board.isConnected)
        #expect(board.put("a").isEmpty)
        #expect(board.put("b").isEmpty)
        #expect(Set([board.connection(), board.connection()]) == ["a", "b"])
        board.remove { $0 == "a" }
        #expect([board.connection(), board.connection()] == ["b", "b"])
        #expect(board.isConnected)
    }

    @Test func `whoever waits gets the next connection`() {
        var board = Board()
        let first = board.makeID()
        let second = board.makeID()
        guard case .waiting = board.wait(first, "first"), case .waiting = board.wait(second, "second") else {
            Issue.record("nobody waits")
            return
        }
        #expect(board.giveUp(first) == "first")
        #expect(board.giveUp(first) == nil)
        #expect(board.put("a") == ["second"])
        #expect(board.giveUp(second) == nil)
        guard case .granted("a") = board.wait(board.makeID(), "third") else {
            Issue.record("the third waits beside a connection")
            return
        }
    }

    @Test func `a closed board refuses who waits and who comes`() {
        var board = Board()
        _ = board.wait(board.makeID(), "first")
        #expect(board.close() == ["first"])
        #expect(board.put("late").isEmpty)
        guard case .refused(let error) = board.wait(board.makeID(), "second") else {
            Issue.record("somebody waits for nothing")
            return
        }
        #expect(error.code == .unavailable)
        #expect(error.outcome == .notSent)
    }

    @Test func `the reason why there is no connection is told`() {
        var board = Board()
        #expect(board.unavailable().message.contains("run()"))
        let starts = [board.start(), board.start()]
        #expect(starts == [true, false])
        #expect(board.unavailable().message.contains("still connecting"))
        board.note(failure: "connection refused")
        #expect(board.unavailable().message.contains("connection refused"))
    }
}
