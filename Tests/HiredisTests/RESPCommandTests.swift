//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import Hiredis

@Suite struct RESPCommandTests {
    private static func formatted(_ words: [[UInt8]]) throws -> [UInt8] {
        var command = RESPCommand()
        for word in words {
            command.append(word)
        }
        #expect(command.words == words)
        return try command.withFormatted { span in span.withUnsafeBytes { Array($0) } }
    }

    private static func formatted(_ words: String...) throws -> String {
        String(decoding: try self.formatted(words.map { Array($0.utf8) }), as: UTF8.self)
    }

    @Test func `a command is formatted as the bytes of the protocol`() throws {
        #expect(try Self.formatted("PING") == "*1\r\n$4\r\nPING\r\n")
        #expect(try Self.formatted("SET", "key", "ä") == "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$2\r\nä\r\n")
    }

    @Test func `no words and empty words are formatted`() throws {
        #expect(try Self.formatted() == "*0\r\n")
        #expect(try Self.formatted("") == "*1\r\n$0\r\n\r\n")
        #expect(try Self.formatted("ECHO", "", "") == "*3\r\n$4\r\nECHO\r\n$0\r\n\r\n$0\r\n\r\n")
    }

    @Test func `every byte survives`() throws {
        let word = (0...255).map { UInt8($0) }
        let expected = Array("*1\r\n$256\r\n".utf8) + word + Array("\r\n".utf8)
        #expect(try Self.formatted([word]) == expected)
    }

    @Test func `what is formatted can be read back`() throws {
        let words = (0..<1_000).map { index in [UInt8](repeating: UInt8(index % 256), count: index) }
        #expect(try values(in: [try Self.formatted(words)]) == [.array(words.map { .bulk($0) })])
    }

    @Test(arguments: [[], [0], [9], [10], [99, 100], Array(repeating: 12_345, count: 100)])
    func `the predicted length is the length`(lengths: [Int]) throws {
        let words = lengths.map { [UInt8](repeating: 0, count: $0) }
        #expect(RESPCommand.formattedLength(of: lengths) == (try Self.formatted(words).count))
    }

    @Test func `lengths that hiredis would add up past the end of an int are refused`() {
        let most = Int(Int32.max)
        #expect(RESPCommand.formattedLength(of: [most]) == nil)
        #expect(RESPCommand.formattedLength(of: [most / 2, most / 2]) == nil)
        #expect(RESPCommand.formattedLength(of: Array(repeating: 1 << 20, count: 2_048)) == nil)
        #expect(RESPCommand.formattedLength(of: [Int.max, Int.max]) == nil)
        // "*1\r\n" and "$2147483627\r\n" before, "\r\n" after, and one byte for the terminator.
        let frame = 4 + 13 + 2
        #expect(RESPCommand.formattedLength(of: [most - 1 - frame]) == most - 1)
        #expect(RESPCommand.formattedLength(of: [most - frame]) == nil)
    }
}
