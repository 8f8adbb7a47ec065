//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// The top of the page: the verdict, its reason, and its limits.
struct VerdictHeader {
    let report: Report

    var markup: Markup {
        Markup("header", ["class": "verdict \(report.conclusion.rawValue.lowercased())"]) {
            Markup("p", ["class": "target"]) {
                "\(report.words.job.one.withCapital) conformance of "
                Markup("code") { report.target.url }
            }
            Markup("div", ["class": "sum"]) {
                Markup("p", ["class": "grade"]) {
                    Markup("span", ["class": "hidden"]) { "Grade " }
                    report.grade.rawValue
                }
                Markup("div") {
                    Markup("h1") { "\(sign) \(report.verdictWords)\(report.limit.map { ", \($0)" } ?? "")" }
                    Markup("p", ["class": "headline"]) { Markup("bdi") { report.headline } }
                    if let cause = report.likelyCause {
                        Markup("p") {
                            Markup("b") { "Usually: " }
                            Markup.prose("\(cause).")
                        }
                    }
                    if let certainty = report.certainty { Markup("p") { Markup.prose("\(certainty).") } }
                    if let workers = report.workersLine {
                        Markup("p", ["class": "workers"]) { Markup("bdi") { workers } }
                    }
                    otherFailures
                    for sentence in report.knownSentences {
                        Markup("p", ["class": "known"]) {
                            Markup("b") { "Known failures: " }
                            Markup("bdi") { sentence }
                        }
                    }
                    if let disturbances = report.disturbances {
                        Markup("p", ["class": "unseen"]) {
                            Markup("b") { "On the way: " }
                            Markup.prose("\(disturbances).")
                        }
                    }
                    if let cut = report.cutEvidence {
                        Markup("p", ["class": "unseen"]) { Markup.prose("\(cut).") }
                    }
                    if !report.unseen.isEmpty {
                        Markup("details", ["class": "unseen"]) {
                            Markup("summary") { report.unseenLine ?? "Not seen" }
                            Markup("bdi") { report.unseen.joined(separator: " ") }
                        }
                    }
                }
            }
            counts
            facts
        }
    }

    private var sign: String {
        switch report.conclusion {
        case .pass: "✓"
        case .fail: "✗"
        case .inconclusive: "?"
        }
    }

    /// The failures besides the headline's, each with a link to its evidence.
    private var otherFailures: Markup {
        let others = report.failureGroups().flatMap { [$0.root] + $0.followers }
            .filter { $0.id != report.rootFailure?.root.id }
        guard !others.isEmpty else { return .nothing }
        return Markup("p") {
            Markup("b") { "Failed as well: " }
            for (index, outcome) in others.enumerated() {
                if index > 0 { ", " }
                Markup("a", ["href": "#\(outcome.id)"]) { outcome.id }
            }
        }
    }

    /// The number of requirements by verdict; each count is a link to them.
    private var counts: Markup {
        let rows = [
            ("failed", "failed", report.outcomes(.failed).count),
            ("open", "undecided", report.outcomes(.inconclusive, .harnessError).count),
            ("open", "skipped", report.outcomes(.skipped).count),
            ("passed", "passed", report.outcomes(.passed).count),
        ]
        return Markup("nav", ["aria-label": "Requirements by verdict"]) {
            Markup("ul", ["class": "counts"]) {
                for (target, name, count) in rows {
                    Markup("li", ["class": name]) {
                        if count > 0 {
                            Markup("a", ["href": "#\(target)"]) {
                                Markup("b") { "\(count)" }
                                " \(name)"
                            }
                        } else {
                            "0 \(name)"
                        }
                    }
                }
            }
        }
    }

    private var facts: Markup {
        let facts = [
            ("plan", report.plan.name), ("profile", report.target.profile),
            ("seed", "\(report.plan.seed)"), ("started", report.startedAt),
            ("took", "\(TextLayout.decimal(report.durationSeconds, digits: 1)) s"),
            ("tool", "\(report.tool.name) \(report.tool.version)"),
            ("contract", report.contract ?? ""),
            ("groups run", report.groups.run.map(\.rawValue).joined(separator: ", ")),
        ]
        return FactList(facts).markup
    }
}

/// A line of names and values that wraps.
struct FactList {
    private let facts: [(name: String, value: String)]

    init(_ facts: [(name: String, value: String)]) {
        self.facts = facts
    }

    var markup: Markup {
        Markup("dl", ["class": "facts"]) {
            for (name, value) in facts where !value.isEmpty {
                Markup("div") {
                    Markup("dt") { name }
                    Markup("dd") { Markup("bdi") { value } }
                }
            }
        }
    }
}

/// The name of a verdict with a symbol, so that it is readable without colour.
struct VerdictMark {
    private let verdict: Verdict.Kind

    init(_ verdict: Verdict.Kind) {
        self.verdict = verdict
    }

    var markup: Markup {
        let name = verdict.rawValue
        let sign =
            switch verdict {
            case .passed: "✓"
            case .failed: "✗"
            case .inconclusive, .skipped, .harnessError: "?"
            }
        return Markup("span", ["class": "mark \(name)"]) { "\(sign) \(name.replacing("_", with: " "))" }
    }
}
