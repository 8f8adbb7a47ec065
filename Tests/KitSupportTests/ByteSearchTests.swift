//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import Testing

@Suite struct `A search by bytes` {
    @Test(arguments: [
        ("Bearer {token}", "Bearer abc"), ("{token}", "abc"), ("Token token={token};v=1", "Token token=abc;v=1"),
        ("{token}:{token}", "abc:abc"), ("{x} {token}", "{x} abc"), ("none", "none"), ("", ""), ("{toke", "{toke"),
        ("{{token}", "{abc"), ("é{token}\u{301}", "éabc\u{301}"),
    ])
    func `fills a text in, wherever its place is`(form: String, expected: String) {
        #expect(Array(form.replacingBytes(of: "{token}", with: "abc").utf8) == Array(expected.utf8))
    }

    @Test func `leaves what it has filled in as it is`() {
        #expect("{token}{token}".replacingBytes(of: "{token}", with: "{token}") == "{token}{token}")
        #expect("abc".replacingBytes(of: "", with: "x") == "abc")
    }

    @Test(arguments: [("ababac", "abac", true), ("abc", "", true), ("", "a", false), ("ab", "abc", false)])
    func `finds a text, also after a beginning of it`(text: String, sought: String, isThere: Bool) {
        #expect(text.containsBytes(of: sought) == isThere)
    }
}
