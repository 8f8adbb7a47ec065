//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@Suite struct JSONValueTests {
    @Test(arguments: [
        ("null", JSONValue.null), (" true ", .bool(true)), ("-0.5e+3", .number("-0.5e+3")),
        (#""a\n\"""#, .string("a\n\"")),
        (#""\u00e9\ud83d\ude00\/""#, .string("é😀/")), (#""\ud800x""#, .string("\u{FFFD}x")),
        ("[1,[],{}]", .array([.number("1"), .array([]), .object([:])])),
        (#"{"a":{"b":null}}"#, .object(["a": .object(["b": .null])])),
        ("NaN", .number("NaN")), ("[-Infinity]", .array([.number("-Infinity")])),
    ])
    func `texts are parsed`(text: String, expected: JSONValue) {
        #expect(JSONValue(parsing: text) == expected)
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "01", "1.", ".5", "+1", "1e", "tru", "nul", "\"", "\"\\x\"",
        "\"\\u12\"", "\"\u{1}\"", "1 2", "<html>", "'a'", "{a:1}", "[1}", "--1",
    ])
    func `what is not JSON is nothing`(text: String) {
        #expect(JSONValue(parsing: text) == nil)
    }

    @Test func `64-bit integers are exact`() {
        #expect(JSONValue(parsing: "9223372036854775807")?.int == .max)
        #expect(JSONValue(parsing: "-9223372036854775808")?.int == .min)
        #expect(JSONValue(parsing: "9007199254740993")?.int == 9_007_199_254_740_993)
        #expect(JSONValue(parsing: "9223372036854775808")?.int == nil)
        #expect(JSONValue(parsing: "3.0")?.int == 3)
        #expect(JSONValue(parsing: "3.5")?.int == nil)
        #expect(JSONValue(parsing: "NaN")?.int == nil)
    }

    @Test func `canonical texts are equal exactly if values are`() {
        let text = JSONValue(parsing: #"{"b":[1.0,1.50,"\u0041\n\u0001"],"a":NaN}"#)?.canonicalText
        #expect(text == #"{"a":NaN,"b":[1,1.5,"A\n\u0001"]}"#)
    }

    @Test func `nesting has a limit, and reaching it is no crash`() {
        #expect(JSONValue(parsing: String(repeating: "[", count: 100) + String(repeating: "]", count: 100)) != nil)
        #expect(JSONValue(parsing: String(repeating: "[", count: 1_000_000)) == nil)
    }
}
