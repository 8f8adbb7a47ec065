//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// A report for a terminal: the grade first, then the failures and their usual causes.
public struct TerminalReport: Sendable {
    /// The maximum number of a report's lines; further failures take one line each.
    public static let height = 60

    private let report: Report

    /// Creates a rendering of a report.
    public init(_ report: Report) {
        self.report = report
    }

    /// Renders the report.
    ///
    /// - Parameters:
    ///   - width: The width of the terminal in columns, at least 60.
    ///   - color: Whether to use colours.
    /// - Returns: The lines, each ended by a line feed. Text from the deployment is escaped.
    public func render(width: Int = 100, color: Bool = false) -> String {
        let page = TextLayout(width: max(width, 60), color: color)
        let frame = headline(page) + [""] + rates(page)
        let rest = KnownSection(report, page: page).lines() + undecided(page) + footer(page)
        let room = Self.height - frame.count - rest.count - 1
        let failures = FailureSection(report, page: page).lines(room: room)
        let lines = frame + (failures.isEmpty ? [] : [""] + failures) + rest
        return lines.map { "\($0)\n" }.joined()
    }

    /// Renders the answer first: the verdict, what is wrong, how sure that is, who was seen; then the deployment.
    private func headline(_ page: TextLayout) -> [String] {
        let style: TerminalStyle =
            switch report.conclusion {
            case .pass: .green
            case .fail: .red
            case .inconclusive: .yellow
            }
        let words = KnownSection(report, page: page).verdict
        let limit = report.limit.map { " · \($0)" } ?? ""
        var lines = [page.styled(page.cut("\(words) · grade \(report.grade.rawValue)\(limit)"), style)]
        lines += page.wrapped(report.headline, indent: "  ", first: "", atMost: 3)
        if report.conclusion == .fail, let cause = report.likelyCause {
            lines += page.wrapped("Usually: \(cause)", indent: "  ", first: "", atMost: 2)
        }
        for line in [report.certainty, report.workersLine, report.unseenLine].compactMap(\.self) {
            lines += page.wrapped(line, indent: "  ", first: "", atMost: 2)
        }
        return lines + page.wrapped(about, indent: "  ", first: "", atMost: 3)
    }

    /// The deployment and the run; a long address is cut, so that it pushes nothing off the page.
    private var about: String {
        "\(TerminalText.cut(report.target.url, width: 48)) · plan \(report.plan.name)"
            + " · profile \(report.target.profile) · seed \(report.plan.seed)"
            + " · \(TextLayout.decimal(report.durationSeconds, digits: 1)) s"
            + (report.contract.map { " · contract \($0)" } ?? "")
    }

    /// Renders the rates with their intervals, and the plain share of polls that found their job beside them.
    private func rates(_ page: TextLayout) -> [String] {
        let found = report.rates.statusFound
        let naive =
            "naive found rate: \(found.successes)/\(found.trials) = \(TextLayout.percent(found.rate)); a count, no claim"
        return page.wrapped(
            "Rates, more than 95 % needed; the true rate lies between, whenever the run ends",
            indent: "",
            atMost: 2
        ).map { page.styled($0, .bold) } + RateTable(report, page: page).lines()
            + [page.styled(page.cut("  \(naive)"), .dim)] + disturbances(page)
    }

    /// Renders the connection failures between prober and deployment and the evidence that was cut, if any.
    private func disturbances(_ page: TextLayout) -> [String] {
        let sentences = [
            report.disturbances.map { "On the way: \($0)." }, report.cutEvidence.map { "\($0)." },
        ]
        return sentences.compactMap(\.self).flatMap {
            [""] + page.wrapped($0, indent: "  ", first: "", atMost: 4)
        }
    }

    /// Renders the undecided and skipped requirements, with the missing evidence or access.
    private func undecided(_ page: TextLayout) -> [String] {
        let undecided = report.requirements.filter {
            ($0.verdict == .inconclusive || $0.verdict == .harnessError) && $0.known == nil
        }
        // The first line names the groups that were not run at all.
        let skipped = report.requirements.filter {
            $0.verdict == .skipped && !report.groups.notRun.contains($0.group)
        }
        // Beside failures the reasons would be a distraction; the other formats have them.
        guard !report.requirements.contains(where: { $0.verdict == .failed && $0.known == nil }) else {
            return brief("Inconclusive", undecided, page) + brief("Skipped", skipped, page)
        }
        var lines: [String] = []
        if !undecided.isEmpty {
            lines += ["", page.styled("Inconclusive", .yellow)]
            lines += undecided.flatMap {
                page.wrapped("\($0.id)  \($0.summary)", indent: "            ", first: "  ", atMost: 2)
            }
        }
        let reasons = Dictionary(grouping: skipped, by: \.summary).sorted { $0.value[0].id < $1.value[0].id }
        if !reasons.isEmpty { lines.append("") }
        for (reason, outcomes) in reasons {
            lines.append(page.cut("Skipped: \(outcomes.map(\.id).joined(separator: ", ")): \(reason)"))
        }
        return lines
    }

    /// Renders the ids alone.
    private func brief(_ title: String, _ outcomes: [Report.Outcome], _ page: TextLayout) -> [String] {
        guard !outcomes.isEmpty else { return [] }
        let ids = outcomes.map(\.id).joined(separator: ", ")
        return [""] + page.wrapped("\(title): \(ids)", indent: "  ", first: "", atMost: 3)
    }

    /// Renders the passed requirements, and the latencies.
    private func footer(_ page: TextLayout) -> [String] {
        let passed = report.requirements.filter { $0.verdict == .passed }
        let ids = Dictionary(grouping: passed) { $0.id.prefix { $0 != "-" } }
            .sorted { $0.value[0].id < $1.value[0].id }
            .map { area, outcomes in "\(area) \(outcomes.map { $0.id.suffix(3) }.joined(separator: " "))" }
        let latency = [
            ("status", report.latency.status), ("results", report.latency.results),
            ("initiate", report.latency.initiate),
        ].compactMap { name, percentiles in
            percentiles.max.map { maximum in
                let figures = [percentiles.p50, percentiles.p90, percentiles.p99, maximum].compactMap(\.self)
                return "\(name) \(figures.map { TextLayout.decimal($0, digits: 1) }.joined(separator: "/"))"
            }
        }
        let notRun = report.groups.notRun.map(\.rawValue).joined(separator: ", ")
        let count = "Passed \(passed.count) of \(report.requirements.count): "
        var lines = [""] + page.wrapped(count + ids.joined(separator: " · "), indent: "  ", first: "", atMost: 3)
        if !notRun.isEmpty { lines += page.wrapped("Groups not run: \(notRun)", indent: "  ", first: "", atMost: 3) }
        if !latency.isEmpty {
            let figures = "Latency in ms, p50/p90/p99/max: \(latency.joined(separator: " · "))"
            lines += page.wrapped(figures, indent: "  ", first: "", atMost: 3)
        }
        return lines
    }
}
