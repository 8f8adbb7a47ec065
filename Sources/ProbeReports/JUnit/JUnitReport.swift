//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// A report for continuous integration: a test suite for each group, a test case for each requirement.
///
/// A violation is a `failure`, of type MUST or SHOULD; an error of the prober is an `error`; a skipped, undecided or
/// known requirement is `skipped`, with the reason. A test case has at most one of them, since readers count them.
public struct JUnitReport: Sendable {
    private let report: Report

    /// Creates a rendering of a report.
    public init(_ report: Report) {
        self.report = report
    }

    /// Renders the report as XML 1.0.
    public func render() -> String {
        let suites = RequirementGroup.allCases.compactMap { group in
            let outcomes = report.requirements.filter { $0.group == group }
            return outcomes.isEmpty ? nil : self.suite(group, outcomes)
        }
        let all = report.requirements
        let document = Markup(
            "testsuites",
            [
                "name": "\(report.words.job) conformance of \(report.target.url)", "tests": "\(all.count)",
                "failures": "\(all.count { $0.verdict == .failed && !$0.isLeftOut })",
                "errors": "\(all.count { $0.verdict == .harnessError })", "time": seconds,
            ]
        ) {
            Markup.lineFeed
            for suite in suites {
                suite
                Markup.lineFeed
            }
        }
        return Markup.joined([.verbatim("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), document, .lineFeed]).source
    }

    private var seconds: String { TextLayout.decimal(report.durationSeconds, digits: 3) }

    private func suite(_ group: RequirementGroup, _ outcomes: [Report.Outcome]) -> Markup {
        Markup(
            "testsuite",
            [
                "name": group.rawValue, "tests": "\(outcomes.count)",
                "failures": "\(outcomes.count { $0.verdict == .failed && !$0.isLeftOut })",
                "errors": "\(outcomes.count { $0.verdict == .harnessError })",
                "skipped": "\(outcomes.count(where: \.isLeftOut))",
                // Requests serve many requirements, so the duration belongs to the run and not to a group.
                "time": "0", "timestamp": report.startedAt,
            ]
        ) {
            Markup.lineFeed
            Markup("properties") {
                Markup("property", ["name": "target", "value": report.target.url])
                Markup("property", ["name": "plan", "value": report.plan.name])
                Markup("property", ["name": "seed", "value": "\(report.plan.seed)"])
                Markup("property", ["name": "grade", "value": report.grade.rawValue])
                if let contract = report.contract {
                    Markup("property", ["name": "contract", "value": contract])
                }
                if let workers = report.workersLine {
                    Markup("property", ["name": "workers", "value": workers])
                }
                if let cut = report.cutEvidence {
                    Markup("property", ["name": "cut_evidence", "value": cut])
                }
            }
            Markup.lineFeed
            for outcome in outcomes {
                testCase(outcome)
                Markup.lineFeed
            }
        }
    }

    private func testCase(_ outcome: Report.Outcome) -> Markup {
        Markup(
            "testcase",
            ["classname": outcome.group.rawValue, "name": name(of: outcome), "time": "0"]
        ) {
            switch outcome.verdict {
            case .failed where outcome.known != nil, .inconclusive where outcome.known != nil:
                let reason = outcome.known.map { "known until \($0.expires): \($0.reason)" } ?? ""
                Markup("skipped", ["message": "\(reason); \(outcome.summary)"])
            case .failed:
                Markup("failure", ["message": outcome.summary, "type": outcome.level.rawValue]) {
                    Markup.text(proof(outcome), keepsLines: true)
                }
            case .harnessError:
                Markup("error", ["message": outcome.summary, "type": "harness"])
            case .skipped:
                Markup("skipped", ["message": outcome.summary])
            case .inconclusive:
                Markup("skipped", ["message": "inconclusive: \(outcome.summary)"])
            case .passed:
                Markup("system-out") { outcome.summary }
            }
        }
    }

    /// The name of a test case: the id and the sentence, or the id alone where the sentence may be about what the API
    /// does not have.
    private func name(of outcome: Report.Outcome) -> String {
        let isForeign = outcome.verdict == .skipped && report.words != .ofScans
        return isForeign ? outcome.id : "\(outcome.id) \(outcome.statement)"
    }

    /// Returns the summary, the events of the evidence, and the first exchange.
    private func proof(_ outcome: Report.Outcome) -> String {
        var lines = [outcome.summary, ""] + outcome.evidence.prefix(10).map { "event \($0.event): \($0.note)" }
        if outcome.evidence.count > 10 { lines.append("… \(outcome.evidence.count - 10) more in report.json") }
        if let exchange = outcome.evidence.first?.exchange {
            lines += ["", exchange.requestLine, exchange.answerText]
        }
        if let root = report.failureGroups().first(where: { $0.followers.contains { $0.id == outcome.id } })?.root {
            lines += ["", "Follows from \(root.id): \(root.summary)"]
        }
        let causes = report.causes(of: outcome)
        if !causes.isEmpty { lines += ["", "Usually:"] + causes.map { "- \($0)" } }
        return lines.joined(separator: "\n")
    }
}

extension Report.Outcome {
    /// True if the requirement counts as skipped: not run, not decided, or a known failure.
    fileprivate var isLeftOut: Bool {
        switch verdict {
        case .skipped, .inconclusive: true
        case .failed: known != nil
        case .passed, .harnessError: false
        }
    }
}
