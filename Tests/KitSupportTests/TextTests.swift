//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import Testing

/// The parts of text processing that Foundation would bring ICU for.
@Suite struct TextTests {
    @Test(arguments: [
        ("a%20b", "a b", "a b"), ("%C3%A9", "é", "é"), ("%c0%ae", nil, "\u{FFFD}\u{FFFD}"), ("100%", nil, "100%"),
        ("%4", nil, "%4"), ("%+1", nil, "%+1"), ("", "", ""), ("é", "é", "é"),
    ])
    func `escapes are replaced, and broken ones refused or left`(text: String, strict: String?, loose: String) {
        #expect(text.percentDecoded == strict)
        #expect(text.looselyPercentDecoded == loose)
    }

    @Test(arguments: [(" a b\n", "a b"), ("", ""), (" \t", ""), ("a", "a"), ("\r\nb\r\n", "b")])
    func `the ends of a text are trimmed`(text: String, trimmed: String) {
        #expect(text.trimmed(\.isWhitespace) == trimmed)
    }

    @Test func `numbers in names are compared as numbers`() {
        let names = ["w10", "w9", "w", "w1a", "w1", "x", "w01", "w-2"]
        #expect(names.sorted { $0.naturallyPrecedes($1) } == ["w", "w-2", "w1", "w01", "w1a", "w9", "w10", "x"])
    }

    @Test func `a text has a composed and a decomposed form`() {
        #expect("e\u{301}".composed.unicodeScalars.count == 1)
        #expect("\u{E9}".decomposed.unicodeScalars.count == 2)
        #expect("plain".composed == "plain")
    }
}
