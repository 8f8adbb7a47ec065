//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ConformanceContract
import ProbeHistory

/// A report for a pull-request comment or a step summary: the verdict first, the rest folded.
public struct MarkdownReport: Sendable {
    /// The maximum number of characters of a report; GitHub accepts 65 536 in a comment.
    public static let limit = 60_000

    private let report: Report

    /// Creates a rendering of a report.
    public init(_ report: Report) {
        self.report = report
    }

    /// Renders the report as GitHub Flavored Markdown, with as many full failures as there is room for.
    public func render() -> String {
        let head = self.head + rates
        let rest = undecided + passed
        let failed = report.outcomes(.failed).count
        let groups = report.failureGroups()
        var sections: [[String]] = groups.map { self.brief($0.root) + followers($0) }
        func length() -> Int { (head + sections.joined() + rest).reduce(0) { $0 + $1.unicodeScalars.count + 2 } }
        for (index, group) in groups.enumerated() {
            let brief = sections[index]
            sections[index] = full(group.root) + followers(group)
            guard length() > Self.limit else { continue }
            sections[index] = brief
        }
        let title = sections.isEmpty ? [] : ["### \(counted(failed, "requirement")) failed"]
        return (head + title + sections.joined() + rest).joined(separator: "\n\n") + "\n"
    }

    private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// The verdict, headline, likely cause, limits, and the deployment.
    private var head: [String] {
        let sign =
            switch self.report.conclusion {
            case .pass: "✅"
            case .fail: "❌"
            case .inconclusive: "❔"
            }
        let report = self.report
        var blocks = [
            "## \(sign) \(report.verdictWords) · grade \(report.grade.rawValue)\(report.limit.map { " · \($0)" } ?? "") · \(report.words.job) conformance",
            "**\(MarkdownText.line(report.headline))**",
        ]
        if let workers = report.workersLine { blocks.append("\(MarkdownText.line(workers)).") }
        if let cause = report.likelyCause { blocks.append("Usually: \(MarkdownText.line(cause)).") }
        if let certainty = report.certainty { blocks.append("\(MarkdownText.line(certainty)).") }
        if !report.knownSentences.isEmpty {
            let lines = report.knownSentences.map { "- \(MarkdownText.line($0))" }
            blocks.append("Known failures:\n\(lines.joined(separator: "\n"))")
        }
        if let disturbances = report.disturbances {
            blocks.append("On the way: \(MarkdownText.line(disturbances)).")
        }
        if let cut = report.cutEvidence { blocks.append("\(MarkdownText.line(cut)).") }
        if !report.unseen.isEmpty {
            let list = report.unseen.map { "- \(MarkdownText.line($0))" }.joined(separator: "\n")
            blocks.append(Self.folded(MarkdownText.line(report.unseenLine ?? "Not seen"), [list]))
        }
        blocks.append(
            "\(MarkdownText.code(report.target.url)) · plan \(MarkdownText.code(report.plan.name))"
                + " · profile \(MarkdownText.code(report.target.profile)) · seed \(report.plan.seed)"
                + " · \(MarkdownText.code(report.startedAt)), \(TextLayout.decimal(report.durationSeconds, digits: 1)) s"
                + " · \(MarkdownText.code("\(report.tool.name) \(report.tool.version)"))"
                + (report.contract.map { " · contract \(MarkdownText.line($0))" } ?? "")
        )
        return blocks
    }

    private var rates: [String] {
        let rows = report.rateRows.map { row in
            let decision = [row.decision.verdict.rawValue, row.decision.remark].compactMap(\.self).joined(
                separator: ", "
            )
            return "| \(row.name) | \(row.rate.counts) | \(row.rate.percent) | \(row.rate.interval) | \(decision) |"
        }
        let jobs = report.rates.jobsFlawless
        let noun = report.words.job.many
        let apart =
            "| \(noun.withCapital) without a fault | \(jobs.counts) | \(jobs.percent) | \(jobs.interval) | of \(noun) |"
        let latencies = report.latencyRows.map { name, percentiles in
            let figures = [percentiles.p50, percentiles.p90, percentiles.p99, percentiles.max]
                .map { $0.map { TextLayout.decimal($0, digits: 1) } ?? "–" }
            return "| \(name) | \(figures.joined(separator: " | ")) |"
        }
        let table =
            ["| rate, more than 95 % needed | counted | share | true rate | |", "|:--|--:|--:|--:|:--|"] + rows + [
                apart
            ]
        let latency = ["| latency in ms | p50 | p90 | p99 | max |", "|:--|--:|--:|--:|--:|"] + latencies
        return [table.joined(separator: "\n"), Self.folded("Latency", [latency.joined(separator: "\n")])]
    }

    /// Renders the requirements that follow from a group's first one, folded.
    private func followers(_ group: Report.FailureGroup) -> [String] {
        group.remark.map { [Self.folded("\($0) (\(group.root.id))", group.followers.flatMap(brief))] } ?? []
    }

    /// Renders the requirement and its summary.
    private func brief(_ outcome: Report.Outcome) -> [String] {
        let sentence = MarkdownText.line(outcome.statement)
        let places = self.places(of: outcome).map { "\n\($0)" } ?? ""
        return [
            "**\(outcome.id)** (\(outcome.level.rawValue)) \(sentence)\(places)\n\(MarkdownText.line(outcome.summary))"
        ]
    }

    /// Renders the requirement's citations of the contract.
    private func places(of outcome: Report.Outcome) -> String? {
        guard !outcome.sources.isEmpty else { return nil }
        let places = outcome.sources.map { source in
            let title = report.title(of: source).map { "\(MarkdownText.line($0)), " } ?? ""
            return title + MarkdownText.code(source.description)
        }
        return "Stands in \(places.joined(separator: "; "))"
    }

    /// Renders the requirement, its summary, and, folded, the evidence, the importance, and the usual causes.
    private func full(_ outcome: Report.Outcome) -> [String] {
        var blocks: [String] = []
        if let evidence = outcome.evidence.first {
            blocks.append("Event \(evidence.event): \(MarkdownText.line(evidence.note))")
            if let earlier = evidence.contradicts {
                blocks.append("It contradicts what had been answered before:")
                blocks.append(MarkdownText.block(text(of: earlier)))
            }
            if let exchange = evidence.exchange { blocks.append(MarkdownText.block(text(of: exchange))) }
        }
        let more = outcome.evidence.dropFirst().prefix(4).map { "- event \($0.event): \(MarkdownText.line($0.note))" }
        if !more.isEmpty { blocks.append(more.joined(separator: "\n")) }
        let explanation = report.explanation(of: outcome)
        if let why = explanation?.why { blocks.append("Why it matters: \(MarkdownText.line(why))") }
        let causes = report.causes(of: outcome)
        if !causes.isEmpty {
            blocks.append("Usually:\n" + causes.map { "- \(MarkdownText.line($0))" }.joined(separator: "\n"))
        }
        return brief(outcome) + [Self.folded("Proof and usual causes of \(outcome.id)", blocks)]
    }

    private func text(of exchange: Report.Exchange) -> String {
        let facts = exchange.circumstances(report.words).map { "\($0.name) \($0.value)" }.joined(separator: " · ")
        return "\(facts)\n\(exchange.requestLine)\n\n\(exchange.answerText)"
    }

    private var undecided: [String] {
        let undecided = report.outcomes(.inconclusive, .harnessError)
        let skipped = report.outcomes(.skipped)
        var blocks: [String] = []
        if !undecided.isEmpty {
            let lines = undecided.map { outcome in
                let places = self.places(of: outcome).map { " \($0)." } ?? ""
                let sentence = MarkdownText.line(outcome.statement)
                return "- **\(outcome.id)** \(sentence)\(places) \(MarkdownText.line(outcome.summary))"
            }
            let title = "\(counted(undecided.count, "requirement")) undecided"
            blocks.append(Self.folded(title, [lines.joined(separator: "\n")]))
        }
        if !skipped.isEmpty {
            let lines = skipped.groupedBySummary.map { reason, ids in
                "- \(ids.joined(separator: ", ")): \(MarkdownText.line(reason))"
            }
            let title = "\(counted(skipped.count, "requirement")) skipped"
            blocks.append(Self.folded(title, [lines.joined(separator: "\n")]))
        }
        return blocks
    }

    private var passed: [String] {
        let passed = report.outcomes(.passed)
        guard !passed.isEmpty else { return [] }
        let lines = passed.map { "- **\($0.id)** \(MarkdownText.line($0.statement)) \(MarkdownText.line($0.summary))." }
        let title = "\(passed.count) of \(report.requirements.count) requirements passed"
        return [Self.folded(title, [lines.joined(separator: "\n")])]
    }

    /// Returns folded blocks; the empty lines make GitHub read them as Markdown.
    private static func folded(_ title: String, _ blocks: [String]) -> String {
        "<details><summary>\(title)</summary>\n\n\(blocks.joined(separator: "\n\n"))\n\n</details>"
    }
}
