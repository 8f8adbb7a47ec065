//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import Testing

@Suite struct RESPValueTests {
    @Test func `strings are read as text only where they are text`() {
        #expect(RESPValue.text("hé").string == "hé")
        #expect(RESPValue.status("OK").string == "OK")
        #expect(RESPValue.bulk([0xFF, 0xFE]).string == nil)
        #expect(RESPValue.bulk([0xFF, 0xFE]).bytes == [0xFF, 0xFE])
        #expect(RESPValue.integer(5).string == nil)
    }

    @Test func `each accessor answers for its own kind alone`() {
        let values: [RESPValue] = [.status("a"), .refusal("ERR", "b"), .integer(1), .text("1"), .null, .array([.null])]
        #expect(values.map { $0.integer } == [nil, nil, 1, nil, nil, nil])
        #expect(values.map { $0.isNull } == [false, false, false, false, true, false])
        #expect(values.map { $0.array?.count } == [nil, nil, nil, nil, nil, 1])
        #expect(values.map { $0.error?.prefix } == [nil, "ERR", nil, nil, nil, nil])
        #expect(RESPValue.status("OK").isOK)
        #expect(!RESPValue.text("OK").isOK)
    }

    @Test(arguments: [
        ("NOSCRIPT No matching script.", "NOSCRIPT", "No matching script."),
        ("LOADING", "LOADING", ""),
        ("user_script:1: boom", "ERR", "user_script:1: boom"),
        ("", "ERR", ""),
        (" ERR leading space", "ERR", " ERR leading space"),
    ])
    func `a refusal is split into kind and message`(line: String, prefix: String, message: String) {
        #expect(RESPError(line: line) == RESPError(prefix: prefix, message: message))
    }
}
