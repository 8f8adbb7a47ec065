//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import ProbeReports
import Testing

@Suite struct MarkdownReportTests {
    @Test func `a comment tells verdict, cause, failures and rates`() {
        let text = MarkdownReport(Samples.report(Samples.broken)).render()
        #expect(text.hasPrefix("## ❌ FAIL · grade F · scan conformance\n"))
        #expect(
            text.contains("**STAT-002: 80 of 120 status polls were answered not\\_found; 2 of every 3 requests in turn")
        )
        #expect(text.contains("Usually: the lookup lives in one worker's memory"))
        #expect(text.contains("Groups not run: isolation"))
        #expect(text.contains("| Polls that found their scan | 40 of 120 | 33.3 % |"))
        #expect(text.contains("**STAT-002** (MUST) A poll MUST NOT be answered"))
        #expect(text.contains("\nStands in Found until expiry, `api.md#found-until-expiry`\n80 of 120 status polls"))
        #expect(text.contains(" · contract 1.1\n"))
        #expect(text.contains("HTTP 404"))
        #expect(text.contains(" · trace 0000000000000000000000000000100"))
        #expect(text.unicodeScalars.count < 20_000)
    }

    @Test func `what is folded is closed again, and code as well`() {
        for history in [Samples.broken, Samples.sound, Samples.history(saying: Samples.hostile)] {
            let prose = MarkdownProse.prose(of: MarkdownReport(Samples.report(history)).render())
            let opened = prose.split(separator: "<details>", omittingEmptySubsequences: false).count
            #expect(opened == prose.split(separator: "</details>", omittingEmptySubsequences: false).count)
            #expect(!prose.contains("`"))
        }
    }

    @Test func `a long report leaves proofs out before it grows beyond a comment`() throws {
        var report = Samples.report(Samples.broken)
        let failed = try #require(report.requirements.first { $0.id == "STAT-002" })
        var exchange = try #require(failed.evidence.first?.exchange)
        exchange.body = String(repeating: "long ", count: 300)
        report.requirements = (0..<60).map { _ in
            var outcome = failed
            outcome.evidence[0].exchange = exchange
            return outcome
        }
        let text = MarkdownReport(report).render()
        #expect(text.unicodeScalars.count <= MarkdownReport.limit)
        #expect(text.split(separator: "**STAT-002** (MUST)").count == 61)
        #expect(text.contains("long long"))
    }

    @Test func `a sound deployment needs few words`() {
        let text = MarkdownReport(Samples.report(Samples.sound)).render()
        #expect(text.contains("### ") == false)
        let undecided = "- **RATE-004** More than 95 % of initiations MUST succeed. Stands in Initiations, `judging.md#"
        #expect(text.contains(undecided))
        #expect(text.contains("requirements passed</summary>"))
        #expect(text.unicodeScalars.count < 13_200)
    }
}
