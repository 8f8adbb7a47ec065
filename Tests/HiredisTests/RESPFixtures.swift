//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import Testing

/// Parses all values of a stream that arrives in the given pieces.
func values(in pieces: [[UInt8]], limit: Int = 1 << 20) throws -> [RESPValue] {
    var reader = try RESPReader(pendingLimit: limit)
    var values: [RESPValue] = []
    for piece in pieces {
        try reader.feed(piece.span.bytes)
        while let value = try reader.next() {
            values.append(value)
        }
    }
    return values
}

/// Parses all values of a stream that arrives at once.
func values(in stream: String, limit: Int = 1 << 20) throws -> [RESPValue] {
    try values(in: [Array(stream.utf8)], limit: limit)
}

extension RESPValue {
    static func status(_ text: String) -> RESPValue { .simpleString(Array(text.utf8)) }
    static func text(_ text: String) -> RESPValue { .bulk(Array(text.utf8)) }

    static func refusal(_ prefix: String, _ message: String) -> RESPValue {
        .error(RESPError(prefix: prefix, message: message))
    }
}

/// A frame as sent by the server, and its value.
struct GoldenFrame: Sendable, CustomTestStringConvertible {
    let frame: String
    let value: RESPValue

    var testDescription: String { frame.debugDescription }

    static let all: [GoldenFrame] = [
        .init(frame: "+OK\r\n", value: .status("OK")),
        .init(frame: "+\r\n", value: .status("")),
        .init(frame: "-ERR unknown command\r\n", value: .refusal("ERR", "unknown command")),
        .init(frame: "-WRONGTYPE Operation\r\n", value: .refusal("WRONGTYPE", "Operation")),
        .init(frame: "-own words of a script\r\n", value: .refusal("ERR", "own words of a script")),
        .init(frame: ":0\r\n", value: .integer(0)),
        .init(frame: ":-1\r\n", value: .integer(-1)),
        .init(frame: ":9223372036854775807\r\n", value: .integer(.max)),
        .init(frame: ":-9223372036854775808\r\n", value: .integer(.min)),
        .init(frame: "$5\r\nhello\r\n", value: .text("hello")),
        .init(frame: "$0\r\n\r\n", value: .text("")),
        .init(frame: "$7\r\n\r\n\0+\r\n$\r\n", value: .text("\r\n\0+\r\n$")),
        .init(frame: "$-1\r\n", value: .null),
        .init(frame: "*-1\r\n", value: .null),
        .init(frame: "*0\r\n", value: .array([])),
        .init(
            frame: "*4\r\n:1\r\n$-1\r\n*2\r\n+a\r\n-ERR b\r\n$1\r\nc\r\n",
            value: .array([.integer(1), .null, .array([.status("a"), .refusal("ERR", "b")]), .text("c")])
        ),
    ]
}
