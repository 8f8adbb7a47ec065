//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import ProbeReports
import Testing

/// Known failures in the files of a report.
@Suite struct KnownFailureReportTests {
    /// A list of everything that did not pass, valid until far in the future.
    private static let allKnown = Self.report(
        Samples.report(Samples.broken).requirements
            .filter { [.failed, .inconclusive].contains($0.verdict) }
            .map { KnownFailure(id: $0.id, reason: "OPS-17 @octocat <b>", expires: "2026-12-31") }
    )

    /// A list with a known failure, and with a requirement that passed.
    private static let outOfDate = Self.report([
        KnownFailure(id: "STAT-002", reason: "OPS-17", expires: "2026-12-31"),
        KnownFailure(id: "STAT-006", reason: "OPS-18", expires: "2026-12-31"),
        KnownFailure(id: "RATE-001", reason: "OPS-19", expires: "2026-01-01"),
    ])

    private static func report(_ list: [KnownFailure]) -> Report {
        Report(judgement: Judge.judge(Samples.broken, knownFailures: list), history: Samples.broken)
    }

    @Test func `the page says at the top that only known things failed, and keeps the grade`() throws {
        let page = try MarkupReader.read(HTMLReport(Self.allKnown, history: Samples.broken).render())
        let header = try #require(page.all("header").first)
        #expect(header.attributes["class"] == "verdict pass")
        #expect(header.all("h1")[0].fullText == "✓ PASS, only known failures, unknown how many workers")
        #expect(header.all("p", class: "grade")[0].fullText == "Grade F")
        #expect(header.fullText.contains("STAT-002 failed, known until 2026-12-31: OPS-17 @octocat <b>"))
        let article = try #require(page.all("article").first { $0.attributes["id"] == "STAT-002" })
        #expect(article.all("p", class: "known")[0].fullText == "Known until 2026-12-31: OPS-17 @octocat <b>")
    }

    @Test func `a list that is out of date is the headline`() throws {
        let page = try MarkupReader.read(HTMLReport(Self.outOfDate, history: Samples.broken).render())
        let header = try #require(page.all("header").first)
        #expect(header.all("h1")[0].fullText == "✗ FAIL")
        #expect(header.all("p", class: "headline")[0].fullText == "The list of known failures is out of date.")
        #expect(header.fullText.contains("STAT-006 passed: take it off the list."))
        #expect(header.fullText.contains("RATE-001 was known until 2026-01-01, which is past"))
    }

    @Test func `a comment lists what is known without mentioning anybody`() {
        let text = MarkdownReport(Self.allKnown).render()
        #expect(text.hasPrefix("## ✅ PASS, only known failures · grade F"))
        #expect(text.contains("`STAT-002 failed, known until 2026-12-31: OPS-17 @octocat <b>`"))
        #expect(!MarkdownProse.prose(of: text).contains("@"))
    }

    @Test func `build servers see a known failure as skipped`() throws {
        let suites = try MarkupReader.read(JUnitReport(Self.allKnown).render())
        #expect(suites.all("failure").isEmpty)
        #expect(suites.attributes["failures"] == "0")
        let lost = try #require(suites.all("testcase").first { $0.attributes["name"]?.hasPrefix("STAT-002") == true })
        #expect(lost.all("skipped")[0].attributes["message"]?.hasPrefix("known until 2026-12-31: OPS-17") == true)
        for suite in suites.all("testsuite") {
            #expect(suite.attributes["skipped"] == "\(suite.all("skipped").count)")
        }
    }
}
