//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// RES-008: the totals in the analysis of results are consistent.
///
/// A sum is checked if both of its sides are reported; an absent bucket counts as 0.
enum AnalysisCheck {
    /// RES-008: The analysis in results MUST add up.
    @Sendable static func sumsAddUp(_ observations: Observations) -> Finding {
        observations.finding(
            onResultsOf: CountedNoun(one: "sum", many: "sums"),
            missing: "results with an analysis that were read after completion"
        ) { body in
            let json = body.json
            let sums = [
                signals(json["signal_analysis"]), threshold(json["signal_analysis"]),
                strategies(json["strategy_performance"], of: body),
            ]
            .compactMap(\.self)
            return ResultsReview(examined: sums.count, faults: sums.compactMap(\.fault))
        }
    }

    /// A sum that was checked.
    private struct Sum {
        var fault: String?
    }

    private static func signals(_ analysis: JSONValue?) -> Sum? {
        guard let total = analysis?["total_signals_analyzed"]?.double,
            let buckets = analysis?["signals_by_strength"]?.object, !buckets.isEmpty
        else { return nil }
        let names = ["very_strong", "strong", "moderate", "weak"]
        if let negative = names.first(where: { buckets[$0]?.double ?? 0 < 0 }) {
            return Sum(
                fault: "signal_analysis.signals_by_strength.\(negative) is \(buckets[negative]?.shown ?? ""), below 0"
            )
        }
        let sum = names.reduce(0) { $0 + (buckets[$1]?.double ?? 0) }
        return Sum(
            fault: sum == total || !sum.isFinite || !total.isFinite
                ? nil
                : "signal_analysis.total_signals_analyzed is \(Self.text(total)), its signals_by_strength are "
                    + "\(Self.text(sum)) together"
        )
    }

    private static func threshold(_ analysis: JSONValue?) -> Sum? {
        guard let threshold = analysis?["threshold_analysis"],
            let above = threshold["opportunities_above_original"]?.double,
            let shown = threshold["opportunities_shown"]?.double,
            let additional = threshold["additional_opportunities_revealed"]?.double,
            above.isFinite, shown.isFinite, additional.isFinite
        else { return nil }
        return Sum(
            fault: shown - above == additional
                ? nil
                : "signal_analysis.threshold_analysis.additional_opportunities_revealed is \(Self.text(additional)), "
                    + "but \(Self.text(shown)) are shown, \(Self.text(above)) of them above the threshold"
        )
    }

    private static func strategies(_ performance: JSONValue?, of body: ResultsBody) -> Sum? {
        let counts = performance?.object?.values.compactMap { $0["count"]?.double } ?? []
        let total =
            body.json["total_opportunities"]?.double ?? body.json["opportunities"]?.array.map { Double($0.count) }
        guard let total, !counts.isEmpty, total.isFinite else { return nil }
        let sum = counts.reduce(0, +)
        guard sum != total, sum.isFinite else { return Sum() }
        return Sum(
            fault: "the counts in strategy_performance are \(Self.text(sum)) together, total_opportunities is "
                + Self.text(total)
        )
    }

    private static func text(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? "\(number)" }
}
