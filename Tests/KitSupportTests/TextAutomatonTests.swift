//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import Testing

@Suite struct `Many texts at once` {
    @Test(arguments: [
        ("uSHErs", [0, 1, 2]), ("this", [3]), ("", []), ("h e", []), ("hé", []), ("xhe\u{301}rs", [0]), ("ﬁhis", [3]),
    ])
    func `are found wherever they overlap, byte by byte and whatever their capitals`(text: String, numbers: [Int]) {
        #expect(TextAutomaton(["he", "she", "hers", "his"]).find(in: text) == numbers)
    }

    @Test func `have a number each, up to the most that there may be`() {
        let texts = (0..<TextAutomaton.most).map { "<\($0)>" }
        #expect(TextAutomaton(texts).find(in: texts.reversed().joined()) == Array(0..<TextAutomaton.most))
    }
}
