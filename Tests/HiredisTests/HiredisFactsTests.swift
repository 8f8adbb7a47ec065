//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Hiredis
import Testing

/// The behaviour of hiredis 0.14.1 that the design relies on, so that an upgrade with a change is noticed.
@Suite struct HiredisFactsTests {
    @Test(arguments: ["%1\r\n", ">1\r\n", "_\r\n", "#t\r\n", ",1.5\r\n", "~1\r\n", "(1\r\n", "=3\r\n", "!3\r\n"])
    func `a type of protocol version 3 is an error that stays`(frame: String) throws {
        var reader = try RESPReader()
        try reader.feed(Array(frame.utf8).span.bytes)
        let first = try #require(throws: RESPProtocolError.self) { try reader.next() }
        #expect(throws: first) { try reader.feed(Array("+OK\r\n".utf8).span.bytes) }
        #expect(throws: first) { try reader.next() }
    }

    @Test func `arrays nest eight deep and no deeper`() throws {
        func nested(_ depth: Int) -> String { String(repeating: "*1\r\n", count: depth) + ":1\r\n" }
        var expected = RESPValue.integer(1)
        for _ in 0..<8 {
            expected = .array([expected])
        }
        #expect(try values(in: nested(8)) == [expected])
        #expect(throws: RESPProtocolError.self) { try values(in: nested(9)) }
    }

    @Test func `the line end after a bulk string is not checked`() throws {
        #expect(try values(in: "$3\r\nabcXY+OK\r\n") == [.text("abc"), .status("OK")])
    }

    @Test(arguments: [":007\r\n", ":+5\r\n", ":\r\n", ":1x\r\n", ":9223372036854775808\r\n"])
    func `integers are strict`(frame: String) {
        #expect(throws: RESPProtocolError.self) { try values(in: frame) }
    }

    @Test func `an error says what was wrong in the words of hiredis`() {
        #expect(throws: RESPProtocolError.malformed("Protocol error, got \"%\" as reply type byte")) {
            try values(in: "%1\r\n")
        }
    }

    @Test func `an array header reserves its memory at once`() async {
        // A process of its own, so that no other test allocates or frees memory.
        await #expect(processExitsWith: .success) {
            let before = try Self.memory(field: 0)
            var reader = try RESPReader()
            try reader.feed(Array("*50000000\r\n".utf8).span.bytes)
            let value = try reader.next()
            #expect(value == nil)
            #expect(try Self.memory(field: 0) - before > 300_000_000)
        }
    }

    @Test(.disabled(if: Self.isSanitized, "the sanitizer keeps what is freed, and looks for leaks itself"))
    func `a reader and its values leave no memory behind`() async {
        await #expect(processExitsWith: .success) {
            func churn(_ count: Int) throws {
                for _ in 0..<count {
                    _ = try values(in: "*2\r\n$5\r\nhello\r\n:1\r\n*3\r\n+incomplete\r\n")
                    _ = try? values(in: "*2\r\n$5\r\nhello\r\n%\r\n")
                }
            }
            try churn(1_000)
            let before = try Self.memory(field: 1)
            try churn(50_000)
            // Two readers per iteration, of at least 700 bytes each: a leak would be 70 MB or more.
            #expect(try Self.memory(field: 1) - before < 20_000_000)
        }
    }

    private static var isSanitized: Bool { ProcessInfo.processInfo.environment["ASAN_OPTIONS"] != nil }

    /// Returns a field of `/proc/self/statm` in bytes: 0 for the virtual size, 1 for the resident size.
    private static func memory(field: Int) throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return try #require(Int(text.split(separator: " ")[field])) * 4_096
    }
}
