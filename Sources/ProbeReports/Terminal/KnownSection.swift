//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// The known failures, and the problems of their list.
struct KnownSection {
    private let report: Report
    private let page: TextLayout

    init(_ report: Report, page: TextLayout) {
        self.report = report
        self.page = page
    }

    /// The verdict of the exit status, in words.
    var verdict: String {
        guard let known = report.knownFailures else { return report.verdict.rawValue }
        if !known.passed.isEmpty || !known.expired.isEmpty { return "FAIL, the list of known failures is out of date" }
        return known.coverEverything ? "PASS, only known failures" : known.overall.rawValue
    }

    /// Renders the section; empty without known failures.
    func lines() -> [String] {
        guard let known = report.knownFailures else { return [] }
        let stale =
            known.passed.map { line($0, "passed: take it off the list of known failures") }
            + known.listed.filter { known.expired.contains($0.id) }.map {
                line($0.id, "known until \($0.expires), which is past: mend it, or give it a new date")
            }
        let expected = report.requirements.compactMap { outcome in
            outcome.known.map {
                line(outcome.id, "\(outcome.verdict.rawValue), known until \($0.expires): \($0.reason)")
            }
        }
        return (stale.isEmpty ? [] : ["", page.styled("Out of date", .red)] + stale.flatMap(\.self))
            + (expected.isEmpty ? [] : ["", page.styled("Known failures", .yellow)] + expected.flatMap(\.self))
    }

    private func line(_ id: String, _ text: String) -> [String] {
        page.wrapped(text, indent: "            ", first: "  \(id)  ", atMost: 2)
    }
}
