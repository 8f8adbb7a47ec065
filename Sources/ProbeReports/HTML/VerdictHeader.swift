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
        Markup("header", ["class": "verdict \(self.report.conclusion.rawValue.lowercased())"]) {
            Markup("p", ["class": "target"]) {
                "\(self.report.words.job.one.withCapital) conformance of "
                Markup("code") { self.report.target.url }
            }
            Markup("div", ["class": "sum"]) {
                Markup("p", ["class": "grade"]) {
                    Markup("span", ["class": "hidden"]) { "Grade " }
                    self.report.grade.rawValue
                }
                Markup("div") {
                    Markup("h1") { "\(self.sign) \(self.report.verdictWords)" }
                    Markup("p", ["class": "headline"]) { Markup("bdi") { self.report.headline } }
                    if let cause = self.report.likelyCause {
                        Markup("p") {
                            Markup("b") { "Usually: " }
                            Markup.prose("\(cause).")
                        }
                    }
                    self.otherFailures
                    for sentence in self.report.knownSentences {
                        Markup("p", ["class": "known"]) {
                            Markup("b") { "Known failures: " }
                            Markup("bdi") { sentence }
                        }
                    }
                    if let disturbances = self.report.disturbances {
                        Markup("p", ["class": "unseen"]) {
                            Markup("b") { "On the way: " }
                            Markup.prose("\(disturbances).")
                        }
                    }
                    if let cut = self.report.cutEvidence {
                        Markup("p", ["class": "unseen"]) { Markup.prose("\(cut).") }
                    }
                    if !self.report.unseen.isEmpty {
                        Markup("p", ["class": "unseen"]) {
                            Markup("b") { "Not seen: " }
                            Markup("bdi") { self.report.unseen.joined(separator: " ") }
                        }
                    }
                }
            }
            self.counts
            self.facts
        }
    }

    private var sign: String {
        switch self.report.conclusion {
        case .pass: "✓"
        case .fail: "✗"
        case .inconclusive: "?"
        }
    }

    /// The failures besides the headline's, each with a link to its evidence.
    private var otherFailures: Markup {
        let others = self.report.outcomes(.failed).filter { $0.id != self.report.gravestFailure?.id }
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
            ("failed", "failed", self.report.outcomes(.failed).count),
            ("open", "undecided", self.report.outcomes(.inconclusive, .harnessError).count),
            ("open", "skipped", self.report.outcomes(.skipped).count),
            ("passed", "passed", self.report.outcomes(.passed).count),
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
            ("plan", self.report.plan.name), ("profile", self.report.target.profile),
            ("seed", "\(self.report.plan.seed)"), ("started", self.report.startedAt),
            ("took", "\(TextLayout.decimal(self.report.durationSeconds, digits: 1)) s"),
            ("tool", "\(self.report.tool.name) \(self.report.tool.version)"),
            ("contract", self.report.contract ?? ""),
            ("groups run", self.report.groups.run.map(\.rawValue).joined(separator: ", ")),
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
            for (name, value) in self.facts where !value.isEmpty {
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
        let name = self.verdict.rawValue
        let sign =
            switch self.verdict {
            case .passed: "✓"
            case .failed: "✗"
            case .inconclusive, .skipped, .harnessError: "?"
            }
        return Markup("span", ["class": "mark \(name)"]) { "\(sign) \(name.replacing("_", with: " "))" }
    }
}
