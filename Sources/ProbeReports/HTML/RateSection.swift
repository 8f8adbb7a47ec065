//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// The rates, each interval drawn against the required rate.
struct RateSection {
    let report: Report

    var markup: Markup {
        Markup("section", ["id": "rates"]) {
            Markup("h2") { "Rates" }
            Markup("p", ["class": "note"]) {
                """
                More than 95 % is needed, as a claim and not as a count: the bar is where the true rate may lie, whenever \
                the run ended. Polls of one \(report.words.job) hang together; how far their rate holds for other \
                \(report.words.job.many) is a claim of its own, in the last row.
                """
            }
            Markup("table", ["class": "rates"]) {
                Markup("thead") {
                    Markup("tr") {
                        Markup("th", ["scope": "col"]) { "Rate" }
                        Markup("th", ["scope": "col", "class": "number"]) { "Counted" }
                        Markup("th", ["scope": "col", "class": "number"]) { "Share" }
                        Markup("th", ["scope": "col", "class": "number"]) { "True rate" }
                        Markup("th", ["scope": "col", "class": "chart"]) {
                            Markup("span", ["class": "hidden"]) { "The interval against the 95 % line" }
                            axis
                        }
                        Markup("th", ["scope": "col"]) { "Decision" }
                    }
                }
                Markup("tbody") {
                    for rate in report.rateRows { row(rate.name, rate.rate, rate.decision) }
                    jobs(report.rates.jobsFlawless)
                }
            }
        }
    }

    private func row(_ name: String, _ rate: Report.Rate, _ decision: Report.RateDecision) -> Markup {
        Markup("tr") {
            Markup("th", ["scope": "row"]) { name }
            Markup("td", ["class": "number"]) { rate.counts }
            Markup("td", ["class": "number"]) { rate.percent }
            Markup("td", ["class": "number"]) { rate.trials == 0 ? "–" : rate.interval }
            Markup("td", ["class": "chart"]) {
                chart(
                    rate.trials == 0 ? nil : (lower: rate.lower, share: rate.rate, upper: rate.upper),
                    kind: decision.verdict.rawValue,
                    label: rate.interval
                )
            }
            Markup("td") {
                VerdictMark(decision.verdict).markup
                if let remark = decision.remark { Markup("small") { remark } }
            }
        }
    }

    /// Renders the share of jobs without a wrong response, separately: it decides nothing.
    private func jobs(_ share: Report.Share) -> Markup {
        Markup("tr") {
            Markup("th", ["scope": "row"]) { "\(report.words.job.many.withCapital) without a fault" }
            Markup("td", ["class": "number"]) { share.counts }
            Markup("td", ["class": "number"]) { share.percent }
            Markup("td", ["class": "number"]) { share.trials == 0 ? "–" : share.interval }
            Markup("td", ["class": "chart"]) {
                chart(
                    share.trials == 0 ? nil : (lower: share.lower, share: share.share, upper: share.upper),
                    kind: "apart",
                    label: share.interval
                )
            }
            Markup("td") { Markup("small") { "of \(report.words.job.many); decides nothing" } }
        }
    }

    /// The lowest share on the axis, so that the required rate and the interval of every rate are distinguishable.
    ///
    /// The interval over jobs is much wider and may begin left of the axis, which is not scaled for it.
    private var least: Double {
        let lowest = report.rateRows.filter { $0.rate.trials > 0 }.map(\.rate.lower).min() ?? 0
        return [0.9, 0.8, 0.5].first { $0 <= lowest } ?? 0
    }

    private func position(_ share: Double) -> String {
        // A margin on both sides keeps round ends and labels inside.
        let range = 1 - least
        return "\(TextLayout.decimal(3 + 94 * max(0, (share - least) / range), digits: 2))%"
    }

    private var axis: Markup {
        let target = RateCriterion().target
        let labels = [(least, "start"), (target, "end")].map { share, anchor in
            Markup("text", ["x": position(share), "y": "12", "text-anchor": anchor]) {
                "\(Int((share * 100).rounded())) %"
            }
        }
        return Markup("svg", ["class": "axis", "width": "100%", "height": "18", "aria-hidden": "true"]) {
            labels
            // On a long axis the two labels would overlap.
            if least >= 0.5 { Markup("text", ["x": "100%", "y": "12", "text-anchor": "end"]) { "100" } }
        }
    }

    /// Renders an interval with the observed share and the required rate.
    private func chart(_ bar: (lower: Double, share: Double, upper: Double)?, kind: String, label: String) -> Markup {
        let target = position(RateCriterion().target)
        let words = bar == nil ? "nothing counted" : "true rate between \(label), to be more than 95 %"
        return Markup("svg", ["class": "rate", "width": "100%", "height": "24", "role": "img", "aria-label": words]) {
            Markup(
                "line",
                ["class": "rule", "x1": position(least), "x2": position(1), "y1": "12", "y2": "12"]
            )
            Markup("line", ["class": "goal", "x1": target, "x2": target, "y1": "0", "y2": "24"])
            if let bar {
                Markup(
                    "line",
                    [
                        "class": "interval \(kind)", "x1": position(bar.lower), "x2": position(bar.upper),
                        "y1": "12", "y2": "12",
                    ]
                )
                if bar.lower < least {
                    // It extends to the left of the axis.
                    Markup("svg", ["x": "0", "y": "7", "width": "8", "height": "10"]) {
                        Markup("path", ["class": "beyond", "d": "M7 0v10l-7 -5z"])
                    }
                }
                if bar.share >= least {
                    Markup("circle", ["class": "share", "cx": position(bar.share), "cy": "12", "r": "3.5"])
                }
            }
        }
    }
}
