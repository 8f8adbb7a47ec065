//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks

/// The undecided and skipped requirements, with the reasons.
struct OpenSection {
    let report: Report

    var markup: Markup {
        let undecided = report.outcomes(.inconclusive, .harnessError)
        let skipped = report.outcomes(.skipped)
        guard !(undecided + skipped).isEmpty else { return .nothing }
        return Markup("section", ["id": "open"]) {
            Markup("h2") { "Undecided and skipped" }
            if !undecided.isEmpty {
                RequirementTable(
                    report: report,
                    caption: "What would be needed",
                    outcomes: undecided,
                    showsVerdict: true
                ).markup
            }
            if !skipped.isEmpty {
                Markup("ul", ["class": "skipped"]) {
                    for (reason, ids) in skipped.groupedBySummary {
                        Markup("li") {
                            Markup("b") { "Skipped: " }
                            "\(ids.joined(separator: ", ")): "
                            Markup("bdi") { reason }
                        }
                    }
                }
            }
        }
    }
}

/// The passed requirements, folded.
struct PassedSection {
    let report: Report

    var markup: Markup {
        let passed = report.outcomes(.passed)
        guard !passed.isEmpty else { return .nothing }
        return Markup("section", ["id": "passed"]) {
            Markup("h2") { "Passed" }
            Markup("details") {
                Markup("summary") { "\(passed.count) of \(report.requirements.count) requirements" }
                RequirementTable(report: report, caption: "What was seen", outcomes: passed, showsVerdict: false)
                    .markup
            }
        }
    }
}

/// A table of requirements with their outcomes.
private struct RequirementTable {
    let report: Report
    let caption: String
    let outcomes: [Report.Outcome]
    let showsVerdict: Bool

    var markup: Markup {
        Markup("table", ["class": "requirements"]) {
            Markup("thead") {
                Markup("tr") {
                    Markup("th", ["scope": "col"]) { "Id" }
                    Markup("th", ["scope": "col"]) { "Requirement" }
                    Markup("th", ["scope": "col"]) { caption }
                }
            }
            Markup("tbody") {
                for outcome in outcomes {
                    Markup("tr", ["id": outcome.id]) {
                        Markup("th", ["scope": "row"]) { outcome.id }
                        Markup("td") {
                            Markup.prose(outcome.statement)
                            SourceLine(outcome.sources, of: report).markup
                        }
                        Markup("td") {
                            if showsVerdict { VerdictMark(outcome.verdict).markup }
                            " "
                            Markup("bdi") { outcome.summary }
                        }
                    }
                }
            }
        }
    }
}
