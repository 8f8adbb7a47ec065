//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// The rates in columns: counts, share, interval, and decision.
///
/// On a narrow terminal a long remark gets its own line.
struct RateTable {
    private let report: Report
    private let page: TextLayout

    init(_ report: Report, page: TextLayout) {
        self.report = report
        self.page = page
    }

    private struct Row {
        var name: String
        var counts: String
        var share: String
        var interval: String
        /// The decision and its style; absent without one.
        var decision: Verdict.Kind?
        var remark: String
    }

    func lines() -> [String] {
        let rows = self.rows
        let counts = rows.map(\.counts.count).max() ?? 0
        let interval = rows.map(\.interval.count).max() ?? 0
        return rows.flatMap { row in
            let columns =
                "  \(TerminalText.padded(row.name, to: 25)) \(TerminalText.padded(row.counts, to: counts, right: true))"
                + " \(TerminalText.padded(row.share, to: 7, right: true))"
                + "  \(TerminalText.padded(row.interval, to: interval))  "
            let decision = row.decision?.rawValue ?? ""
            let styled = row.decision.map(page.verdict) ?? ""
            guard columns.count + decision.count + row.remark.count > page.width else {
                return ["\(columns)\(styled)\(row.remark)"]
            }
            let rest = row.remark.drop { $0 == " " || $0 == ";" }
            // The decision is beside the interval if there is room.
            guard columns.count + decision.count <= page.width else {
                return [page.cut(columns), "    \(styled)\(row.remark)"]
            }
            return ["\(columns)\(styled)", "    \(rest)"]
        }
    }

    private var rows: [Row] {
        let nouns = report.words
        let names = [
            "polls that found the \(nouns.job)", "… and were correct", "results reads", "initiations", "… first polls",
        ]
        let rows = zip(names, report.measuredRates).map { name, measured in
            let (id, rate) = measured
            let decision = report.decision(on: rate, id)
            return Row(
                name: name,
                counts: "\(rate.successes)/\(rate.trials)",
                share: rate.percent,
                interval: Self.interval(rate.lower, rate.upper),
                decision: decision.verdict,
                remark: decision.remark.map { Self.short($0, rate) } ?? ""
            )
        }
        let jobs = report.rates.jobsFlawless
        return rows + [
            Row(
                name: "\(nouns.job.many) without a fault",
                counts: "\(jobs.successes)/\(jobs.trials)",
                share: jobs.percent,
                interval: Self.interval(jobs.lower, jobs.upper),
                remark: "of \(nouns.job.many), a claim apart"
            )
        ]
    }

    private static func short(_ remark: String, _ rate: Report.Rate) -> String {
        rate.decidedAfter == nil ? "; needs \(rate.flawlessTrialsToPass) flawless" : " \(remark)"
    }

    private static func interval(_ lower: Double, _ upper: Double) -> String {
        "[\(TextLayout.percent(lower)), \(TextLayout.percent(upper, up: true))]"
    }
}
