//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import ProbeReports
import Testing

@Suite struct BadgeTests {
    @Test(arguments: [(Samples.broken, "F · FAIL", "#c1121f"), (Samples.sound, "C · INCONCLUSIVE", "#8a5a00")])
    func `a badge shows grade and verdict, and its title what was not run`(
        history: History,
        words: String,
        color: String
    ) throws {
        let badge = try MarkupReader.read(Badge(Samples.report(history)).render())
        #expect(badge.all("text").map(\.text) == ["scan conformance", words])
        #expect(badge.all("path")[0].attributes["fill"] == color)
        #expect(badge.all("title")[0].text.contains("not run: isolation"))
        #expect(badge.attributes["height"] == "20")
    }
}
