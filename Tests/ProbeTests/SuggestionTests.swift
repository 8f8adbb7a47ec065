//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import Probe

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("stauts", "status"), ("statuss", "status"), ("Status", "status"), ("sttus", "status"), ("polls", nil),
        ("x", nil),
    ])
    func `a typo leads to the word that was meant`(word: String, expected: String?) {
        #expect(Suggestion.nearest(to: word, among: ["status", "results", "login"]) == expected)
    }
}
