//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import Probe

@Suite struct `A header with a token` {
    @Test(arguments: [
        ("Bearer {token}", "Bearer abc"), ("{token}", "abc"), ("Token token={token};v=1", "Token token=abc;v=1"),
        ("{token}:{token}", "abc:abc"), ("{x} {token}", "{x} abc"), ("none", "none"),
    ])
    func `has it in its place, wherever that is`(form: String, expected: String) {
        #expect(form.carrying("abc") == expected)
    }
}
