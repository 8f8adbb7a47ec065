//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanConformance

/// The rates, each interval drawn against the line that it has to clear.
struct RateSection {
    let report: Report

    var markup: Markup {
        Markup("section", ["id": "rates"]) {
            Markup("h2") { "Rates" }
            Markup("p", ["class": "note"]) {
                """
                More than 95 % is needed, as a claim and not as a count: the bar is where the true rate may lie, at 95 % \
                confidence each way. Left of the line is a failure, right of it a pass, across it undecided.
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
                            self.axis
                        }
                        Markup("th", ["scope": "col"]) { "Decision" }
                    }
                }
                Markup("tbody") {
                    for (name, rate) in self.report.rateRows { self.row(name, rate) }
                }
            }
        }
    }

    private func row(_ name: String, _ rate: Report.Rate) -> Markup {
        Markup("tr") {
            Markup("th", ["scope": "row"]) { name }
            Markup("td", ["class": "number"]) { rate.counts }
            Markup("td", ["class": "number"]) { rate.percent }
            Markup("td", ["class": "number"]) { rate.trials == 0 ? "–" : rate.interval }
            Markup("td", ["class": "chart"]) { self.chart(rate) }
            Markup("td") {
                VerdictMark(rate.decision.rawValue).markup
                for remark in rate.remarks { Markup("small") { remark } }
            }
        }
    }

    /// The least share on the axis, so that the line and every interval can be told apart.
    private var least: Double {
        let lowest = self.report.rateRows.filter { $0.rate.trials > 0 }.map(\.rate.lower).min() ?? 0
        return [0.9, 0.8, 0.5].first { $0 <= lowest } ?? 0
    }

    private func position(_ share: Double) -> String {
        // A margin on both sides keeps round ends and labels inside.
        let range = 1 - self.least
        return "\(Page.decimal(3 + 94 * max(0, (share - self.least) / range), digits: 2))%"
    }

    private var axis: Markup {
        let target = ScanConformance.Rate.target
        let labels = [(self.least, "start"), (target, "end")].map { share, anchor in
            Markup("text", ["x": self.position(share), "y": "12", "text-anchor": anchor]) {
                "\(Int((share * 100).rounded())) %"
            }
        }
        return Markup("svg", ["class": "axis", "width": "100%", "height": "18", "aria-hidden": "true"]) {
            labels
            // On a long axis the two labels would run into each other.
            if self.least >= 0.5 { Markup("text", ["x": "100%", "y": "12", "text-anchor": "end"]) { "100" } }
        }
    }

    private func chart(_ rate: Report.Rate) -> Markup {
        let target = self.position(ScanConformance.Rate.target)
        let label =
            rate.trials == 0 ? "nothing counted" : "true rate between \(rate.interval), to be more than 95 %"
        return Markup("svg", ["class": "rate", "width": "100%", "height": "24", "role": "img", "aria-label": label]) {
            Markup(
                "line",
                ["class": "rule", "x1": self.position(self.least), "x2": self.position(1), "y1": "12", "y2": "12"]
            )
            Markup("line", ["class": "goal", "x1": target, "x2": target, "y1": "0", "y2": "24"])
            if rate.trials > 0 {
                Markup(
                    "line",
                    [
                        "class": "interval \(rate.remarks.isEmpty ? rate.decision.rawValue : "")", "x1": self.position(rate.lower),
                        "x2": self.position(rate.upper), "y1": "12", "y2": "12",
                    ]
                )
                Markup("circle", ["class": "share", "cx": self.position(rate.rate), "cy": "12", "r": "3.5"])
            }
        }
    }
}
