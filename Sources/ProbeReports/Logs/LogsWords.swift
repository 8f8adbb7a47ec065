//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeLogs

/// The words that the reports of logs share.
struct LogsWords {
    let report: LogReport

    /// The answer in one sentence.
    var headline: String {
        let wrong = report.findings.filter(\.isWrong)
        guard let first = wrong.first else {
            return report.lines == 0
                ? "There are no lines." : "Nothing in \(Self.count(report.lines, "line")) is wrong."
        }
        let others = wrong.count - 1
        let more = others == 0 ? "" : others == 1 ? "; one more finding" : "; \(others) more findings"
        return "\(first.title)\(more)."
    }

    /// The logs, the time that they cover, and the lines that could not be read.
    var facts: [String] {
        var facts = [
            "\(Self.count(report.lines, "line")) of \(report.files.map(\.name).joined(separator: ", "))"
                + (report.span.map { ", \($0.first) to \($0.last)" } ?? ", none with a time")
        ]
        if report.brokenLines > 0 {
            facts.append(
                "\(Self.count(report.brokenLines, "line")) begin as JSON and are none; they were read as text."
            )
        }
        if report.cutLines > 0 {
            facts.append("\(Self.count(report.cutLines, "line")) too long; only the beginnings were read.")
        }
        return facts
    }

    /// The place of a finding in time, and its number.
    func extent(_ finding: LogReport.Finding) -> String {
        let unit = finding.count == 1 && finding.unit.hasSuffix("s") ? String(finding.unit.dropLast()) : finding.unit
        guard let first = finding.first else { return "\(finding.count) \(unit)" }
        guard let last = finding.last, last != first else { return "\(finding.count) \(unit), \(first)" }
        return "\(finding.count) \(unit), \(first) to \(last)"
    }

    /// The counts of a finding by worker, the most first.
    func byWorker(_ finding: LogReport.Finding) -> String? {
        guard finding.byWorker.count > 1 else { return nil }
        let workers = finding.byWorker.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
        let shown = workers.prefix(8).map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        return "by worker " + shown + (workers.count > 8 ? ", …" : "")
    }

    /// A test of evenness in a sentence.
    func sentence(_ test: LogReport.EvennessTest) -> String {
        let chance = test.pValue < 0.001 ? "p < 0.001" : "p = \(TextLayout.decimal(test.pValue, digits: 3))"
        let verdict =
            test.pValue < 0.001 ? "are spread unevenly over the workers" : "are spread over the workers as chance would"
        return "The \(test.count) \(test.subject) \(verdict) (chi-square, \(chance))."
    }

    /// The ages at which jobs stopped being found, in a sentence.
    var ages: String? {
        report.ages.map { ages in
            let afterEnd = ages.medianAfterEnd.map { ", \(TextLayout.decimal($0, digits: 1)) s after their end" } ?? ""
            return "\(Self.count(ages.jobs, "scan")) stopped being found at a median age of "
                + "\(TextLayout.decimal(ages.medianAge, digits: 1)) s\(afterEnd); they are to be kept for "
                + "\(TextLayout.decimal(ages.finalLifetime, digits: 0)) s after their end, and for "
                + "\(TextLayout.decimal(ages.runningLifetime, digits: 0)) s while they run."
        }
    }

    /// The lines that belong to a wrong answer, the nearest first.
    func lines(_ answer: JoinedAnswer) -> [(kind: String, line: LogExample)] {
        answer.requestLines.map { ("its request", $0) } + answer.jobLines.map { ("its scan", $0) }
            + answer.workerLines.map { ("its worker", $0) }
    }

    /// The join with the history in a sentence; `nil` without a history.
    var joined: String? {
        report.joined.map { answers in
            let missing = answers.filter(\.isNotFound)
            let withLine = missing.count { !$0.requestLines.isEmpty || !$0.jobLines.isEmpty }
            let rest = report.unjoined.map { " \($0) more wrong answers were not joined." } ?? ""
            guard !answers.isEmpty else { return "The history has no wrong answer." }
            return "The history has \(Self.count(answers.count, "wrong answer")), \(missing.count) of them not_found; "
                + "\(withLine) of these have a line of their request or scan.\(rest)"
        }
    }

    /// A line with its place.
    static func text(_ line: LogExample) -> String {
        let worker = line.worker.map { " worker \($0)" } ?? ""
        return "\(line.time ?? "no time")\(worker) \(line.file):\(line.line): \(line.text)"
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
