//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// The content of every rendering of a comparison, as cells of text.
struct ComparisonTable {
    let comparison: Comparison

    /// The result in one line.
    var headline: String {
        let words =
            switch comparison.result {
            case .worse: "WORSE"
            case .better: "BETTER"
            case .same: "NO CHANGE"
            }
        let (before, after) = (comparison.before, comparison.after)
        return "\(words) · grade \(before.grade.rawValue) → \(after.grade.rawValue)"
            + " · verdict \(before.verdict.rawValue) → \(after.verdict.rawValue)"
    }

    /// The regressions, in a line; `nil` when there are none.
    var worsened: String? {
        let comparison = self.comparison
        let ranks: [Judgement.Overall: Int] = [.fail: 0, .inconclusive: 1, .pass: 2]
        let fell = ranks[comparison.after.verdict, default: 0] < ranks[comparison.before.verdict, default: 0]
        let names =
            (fell ? ["the verdict"] : []) + comparison.requirements.filter { $0.trend == .worse }.map(\.id)
            + zip(comparison.rates, rates).filter { $0.0.trend == .worse }.map(\.1.name)
            + zip(comparison.latencies, latencies).filter { $0.0.trend == .worse }.map(\.1.name)
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    /// The two runs.
    var sides: [(name: String, run: String)] {
        [("before", comparison.before), ("after", comparison.after)].map { name, side in
            let unseen = side.notRun.isEmpty ? "" : " · not run: \(side.unseen)"
            return (name, "\(side.target) · plan \(side.plan) · \(side.startedAt)\(unseen)")
        }
    }

    /// The changed requirements, regressions first, since they determine the exit status.
    var requirements: [(change: String, id: String, verdicts: String, summary: String)] {
        let changes = comparison.requirements
        return (changes.filter { $0.trend == .worse } + changes.filter { $0.trend != .worse }).map {
            let verdicts = "\($0.before?.rawValue ?? "absent") → \($0.after?.rawValue ?? "absent")"
            return ($0.change.rawValue.replacing("_", with: " "), $0.id, verdicts, $0.summary)
        }
    }

    /// The rates.
    var rates: [(name: String, before: String, after: String, probability: String, trend: String)] {
        let names = [
            "status_found": "polls that found the \((comparison.nouns ?? .ofScans).job)",
            "status_correct": "polls that were correct",
            "results": "results reads", "initiate": "initiations",
        ]
        return comparison.rates.map {
            let probability =
                $0.probability < 0.0001 ? "p < 0.0001" : "p = \(TextLayout.decimal($0.probability, digits: 4))"
            return (
                names[$0.name] ?? $0.name, Self.share($0.before), Self.share($0.after), probability,
                $0.trend == .same ? "noise" : $0.trend.rawValue
            )
        }
    }

    /// The latencies.
    var latencies: [(name: String, before: String, after: String, ratio: String, trend: String)] {
        comparison.latencies.map {
            let ratio = $0.ratio.map { "\(TextLayout.decimal($0, digits: 2)) ×" } ?? "–"
            return (
                "\($0.operation) \($0.percentile)", Self.milliseconds($0.before, $0.beforeBounds),
                Self.milliseconds($0.after, $0.afterBounds), ratio, Self.word($0)
            )
        }
    }

    /// The threshold of a changed rate.
    var rateRule: String {
        "Fisher's exact test, two-sided: p is how often chance alone does this; it counts below"
            + " \(TextLayout.decimal(comparison.thresholds.probability, digits: 2))"
    }

    /// The threshold of a changed latency.
    var latencyRule: String {
        let thresholds = comparison.thresholds
        let milliseconds = TextLayout.decimal(thresholds.latencyMilliseconds, digits: 0).split(separator: ".")[0]
        return "ms, in brackets the bounds of the true percentile, each wrong in 1 % of runs at most; a change counts"
            + " where the bounds are more than \(TextLayout.decimal(thresholds.latencyRatio, digits: 2)) × and"
            + " \(milliseconds) ms apart"
    }

    /// Returns the word for a latency's change, and for a difference that does not count, the reason.
    private static func word(_ change: Comparison.LatencyChange) -> String {
        switch change.basis {
        case .boundsTooNear: "noise"
        case .tooFewAnswers: "too few to tell"
        case .boundsApart, .thresholdsAlone, .withinThresholds: change.trend.rawValue
        }
    }

    private static func milliseconds(_ value: Double, _ bound: Report.Bound?) -> String {
        func digits(_ value: Double?) -> String { value.map { TextLayout.decimal($0, digits: 1) } ?? "?" }
        guard let bound else { return digits(value) }
        return "\(digits(value)) [\(digits(bound.lower)), \(digits(bound.upper))]"
    }

    private static func share(_ rate: Report.Rate) -> String {
        "\(rate.successes)/\(rate.trials)" + (rate.trials == 0 ? "" : " \(TextLayout.percent(rate.rate))")
    }
}
