//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory

/// The page of a load test: the answer, a chart, and the stages.
struct LoadPage {
    private let outcome: LoadOutcome
    private let headline: String

    init(_ outcome: LoadOutcome, headline: String) {
        self.outcome = outcome
        self.headline = headline
    }

    /// Renders the page as HTML.
    func render() -> String {
        let styleSheet = StyleSheet()
        let page = Markup("html", ["lang": "en"]) {
            Markup("head") {
                Markup("meta", ["charset": "utf-8"])
                Markup(
                    "meta",
                    [
                        "http-equiv": "Content-Security-Policy",
                        "content": "default-src 'none'; style-src \(styleSheet.policySource)",
                    ]
                )
                Markup("title") { "Load test of \(outcome.target)" }
                Markup("style") { Markup.styleSheet(styleSheet) }
            }
            Markup("body") {
                Markup("main") {
                    Markup("h1") { "Load test of \(outcome.target)" }
                    Markup("p") { Markup.prose(headline) }
                    LoadChart(outcome).markup
                    table
                    Markup("p") {
                        "\(outcome.tool), plan \(outcome.plan), \(outcome.startedAt), users: \(outcome.users)."
                            + " Latency is measured from when a request was due."
                    }
                }
            }
        }
        return Markup.joined([.verbatim("<!DOCTYPE html>\n"), page, .lineFeed]).source
    }

    private var table: Markup {
        let names = [
            "stage", "offered/s", "answered/s", "p50", "p90", "p99", "p99.9", "results p99", "wrong", "ending",
        ]
        return Markup("table") {
            Markup("thead") { Markup("tr") { Markup.joined(names.map { name in Markup("th") { name } }) } }
            Markup("tbody") { Markup.joined(outcome.stages.map(row)) }
        }
    }

    private func row(_ stage: LoadStage) -> Markup {
        let latency = stage.pollLatency
        let cells = [
            "\(stage.number)", LoadReport.number(stage.offered), LoadReport.number(stage.achieved),
            LoadReport.time(latency.p50), LoadReport.time(latency.p90), LoadReport.time(latency.p99),
            LoadReport.time(latency.p999), LoadReport.time(stage.readLatency.p99), "\(stage.wrongAnswers)",
            LoadReport.ending(stage),
        ]
        return Markup("tr") { Markup.joined(cells.map { cell in Markup("td") { cell } }) }
    }
}
