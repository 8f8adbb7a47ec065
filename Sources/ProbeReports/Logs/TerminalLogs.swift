//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ProbeLogs

/// The report of logs for a terminal.
package struct TerminalLogs {
    private let report: LogReport
    private let words: LogsWords

    /// The number of wrong answers that are shown with their lines; JSON has all of them.
    private static let mostAnswers = 10

    package init(_ report: LogReport) {
        self.report = report
        words = LogsWords(report: report)
    }

    /// Renders the report.
    package func render(width: Int, color: Bool) -> String {
        let layout = TextLayout(width: width, color: color)
        var lines = [layout.styled(words.headline, report.isWrong ? .red : .green)]
        for fact in words.facts { lines += layout.wrapped(fact, indent: "", atMost: 4) }
        for (index, finding) in report.findings.enumerated() { lines += self.lines(finding, number: index + 1, layout) }
        if !report.workers.isEmpty { lines += ["", layout.styled("Workers", .bold)] + table(layout) }
        for test in report.evenness { lines += layout.wrapped(words.sentence(test), indent: "  ", atMost: 3) }
        if let ages = words.ages { lines += [""] + layout.wrapped(ages, indent: "", atMost: 4) }
        if !report.slowest.isEmpty {
            lines += ["", layout.styled("Slowest", .bold)]
            for slow in report.slowest.prefix(5) {
                lines.append(
                    layout.cut("  \(TextLayout.decimal(slow.milliseconds, digits: 1)) ms  \(LogsWords.text(slow.line))")
                )
            }
        }
        lines += answers(layout)
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(_ finding: LogReport.Finding, number: Int, _ layout: TextLayout) -> [String] {
        let mark = finding.isWrong ? "✗" : "·"
        var lines = ["", layout.styled("\(number). \(mark) \(finding.title)", finding.isWrong ? .bold : .dim)]
        lines.append(layout.cut("   \(words.extent(finding))"))
        if let detail = finding.detail { lines += layout.wrapped(detail, indent: "   ", atMost: 4) }
        if let byWorker = words.byWorker(finding) { lines.append(layout.cut("   \(byWorker)")) }
        if finding.isWrong || finding.rank > 9 {
            lines += layout.wrapped("Usual cause: \(finding.cause).", indent: "   ", atMost: 4)
        }
        if let line = finding.examples.first {
            lines += layout.wrapped(LogsWords.text(line), indent: "     ", first: "   > ", atMost: 4)
        }
        return lines
    }

    private func table(_ layout: TextLayout) -> [String] {
        let head = ["worker", "lines", "requests", "5xx", "404", "lookups failed", "store errors", "ended"]
        let shown = report.workers.prefix(20)
        let rows = shown.map { worker in
            [TerminalText.cut(worker.name, width: 30)]
                + [
                    worker.lines, worker.requests, worker.failures, worker.missing, worker.missedLookups,
                    worker.storeErrors,
                    worker.endings,
                ].map(String.init)
        }
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        var lines = ([head] + rows).map { row in
            let cells = row.indices.map { TerminalText.padded(row[$0], to: widths[$0], right: $0 > 0) }
            return layout.cut("  \(cells.joined(separator: "  "))")
        }
        if report.workers.count > shown.count { lines.append("  and \(report.workers.count - shown.count) more") }
        return lines
    }

    private func answers(_ layout: TextLayout) -> [String] {
        guard let joined = report.joined, let sentence = words.joined else { return [] }
        var lines = ["", layout.styled("The history's wrong answers", .bold)]
        lines += layout.wrapped(sentence, indent: "  ", atMost: 4)
        for answer in joined.prefix(Self.mostAnswers) {
            lines.append(layout.cut("  \(answer.time) event \(answer.event): \(answer.answer)"))
            for (kind, line) in words.lines(answer).prefix(3) {
                lines.append(layout.cut("    \(kind): \(LogsWords.text(line))"))
            }
        }
        if joined.count > Self.mostAnswers {
            lines.append("  and \(joined.count - Self.mostAnswers) more; --format json has all of them")
        }
        return lines
    }
}
