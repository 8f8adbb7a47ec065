//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import Testing

@Suite struct RESPReaderLimitTests {
    private static func bulk(_ length: Int) -> [UInt8] {
        Array("$\(length)\r\n".utf8) + [UInt8](repeating: 120, count: length) + Array("\r\n".utf8)
    }

    @Test func `a reply of exactly the limit is read and one byte more is refused`() throws {
        let frame = Self.bulk(1_000)
        #expect(try values(in: [frame], limit: frame.count).count == 1)
        #expect(throws: RESPProtocolError.replyTooLarge(limit: frame.count - 1)) {
            try values(in: [frame], limit: frame.count - 1)
        }
    }

    @Test(arguments: ["+", "-", ":", "*", "$", "*1\r\n+"])
    func `a line that does not end is refused, so that its pieces cost time linear in their number`(
        start: String
    ) throws {
        var reader = try RESPReader(pendingLimit: 1 << 20)
        try reader.feed(Array(start.utf8).span.bytes)
        #expect(try reader.next() == nil)
        let piece = [UInt8](repeating: 0x31, count: 7)
        var fed = 0
        #expect(throws: RESPProtocolError.self) {
            while fed < 1 << 20 {
                try reader.feed(piece.span.bytes)
                fed += piece.count
                _ = try reader.next()
            }
        }
        #expect(fed <= 65 << 10, "\(fed) bytes")
    }

    @Test func `a long string may come in pieces`() throws {
        let text = [UInt8](repeating: 0x61, count: 200_000)
        let frame = Array("*2\r\n$\(text.count)\r\n".utf8) + text + Array("\r\n:1\r\n".utf8)
        let pieces = stride(from: 0, to: frame.count, by: 1000).map { Array(frame[$0..<min($0 + 1000, frame.count)]) }
        #expect(try values(in: pieces) == [.array([.bulk(text), .integer(1)])])
    }

    @Test func `an incomplete reply is refused as soon as it passes the limit`() throws {
        var reader = try RESPReader(pendingLimit: 100)
        try reader.feed(Array("$1000000000\r\n".utf8).span.bytes)
        #expect(try reader.next() == nil)
        try reader.feed([UInt8](repeating: 0, count: 88).span.bytes)
        #expect(throws: RESPProtocolError.replyTooLarge(limit: 100)) { try reader.next() }
        #expect(throws: RESPProtocolError.replyTooLarge(limit: 100)) { try reader.feed([0].span.bytes) }
    }

    @Test func `the elements of an unfinished array count although hiredis has taken them in`() {
        let elements = Array(repeating: Array(":1\r\n".utf8), count: 1_000)
        #expect(throws: RESPProtocolError.replyTooLarge(limit: 1_000)) {
            try values(in: [Array("*100000\r\n".utf8)] + elements, limit: 1_000)
        }
    }

    @Test func `many small replies in one buffer may pass the limit together`() throws {
        let stream = String(repeating: "+OK\r\n", count: 1_000)
        #expect(try values(in: stream, limit: 10).count == 1_000)
    }

    @Test func `a large reply in small pieces is read`() throws {
        let frame = Self.bulk(64 << 20)
        var reader = try RESPReader(pendingLimit: 65 << 20)
        for start in stride(from: 0, to: frame.count, by: 1 << 16) {
            try reader.feed(frame[start..<min(start + 1 << 16, frame.count)].span.bytes)
        }
        let value = try #require(try reader.next())
        #expect(value.bytes?.count == 64 << 20)
    }
}
