//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ProbeLogs

/// The report of logs as Markdown.
package struct MarkdownLogs {
    private let report: LogReport
    private let words: LogsWords

    private static let mostAnswers = 20

    package init(_ report: LogReport) {
        self.report = report
        words = LogsWords(report: report)
    }

    /// Renders the report.
    package func render() -> String {
        var lines = ["# Logs", "", MarkdownText.line(words.headline), ""]
        for fact in words.facts { lines += [MarkdownText.line(fact), ""] }
        for (index, finding) in report.findings.enumerated() {
            let mark = finding.isWrong ? "✗" : "·"
            lines += [
                "## \(index + 1). \(mark) \(MarkdownText.line(finding.title))", "",
                MarkdownText.line(words.extent(finding)),
            ]
            if let detail = finding.detail { lines.append(MarkdownText.line(detail)) }
            if let byWorker = words.byWorker(finding) { lines.append(MarkdownText.line(byWorker)) }
            lines += ["", "Usual cause: \(MarkdownText.line(finding.cause)).", ""]
            if !finding.examples.isEmpty {
                lines += [MarkdownText.block(finding.examples.map(LogsWords.text).joined(separator: "\n")), ""]
            }
        }
        if !report.workers.isEmpty {
            lines += [
                "## Workers", "", "| worker | lines | requests | 5xx | 404 | lookups failed | store errors | ended |",
            ]
            lines.append("|---|---:|---:|---:|---:|---:|---:|---:|")
            for worker in report.workers.prefix(50) {
                let cells = [
                    worker.lines, worker.requests, worker.failures, worker.missing, worker.missedLookups,
                    worker.storeErrors,
                    worker.endings,
                ].map(String.init)
                lines.append("| \(MarkdownText.code(worker.name)) | \(cells.joined(separator: " | ")) |")
            }
            lines.append("")
            for test in report.evenness { lines += [MarkdownText.line(words.sentence(test)), ""] }
        }
        if let ages = words.ages { lines += [MarkdownText.line(ages), ""] }
        if !report.slowest.isEmpty {
            let slowest = report.slowest.map {
                "\(TextLayout.decimal($0.milliseconds, digits: 1)) ms  \(LogsWords.text($0.line))"
            }
            lines += ["## Slowest", "", MarkdownText.block(slowest.joined(separator: "\n")), ""]
        }
        lines += answers()
        return lines.joined(separator: "\n") + "\n"
    }

    private func answers() -> [String] {
        guard let joined = report.joined, let sentence = words.joined else { return [] }
        var lines = ["## The history's wrong answers", "", MarkdownText.line(sentence), ""]
        for answer in joined.prefix(Self.mostAnswers) {
            let text = words.lines(answer).map { "\($0.kind): \(LogsWords.text($0.line))" }
            lines += [
                "Event \(answer.event), \(MarkdownText.line(answer.time)): \(MarkdownText.line(answer.answer))", "",
            ]
            if !text.isEmpty { lines += [MarkdownText.block(text.joined(separator: "\n")), ""] }
        }
        return lines
    }
}
