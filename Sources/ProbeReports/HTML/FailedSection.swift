//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ConformanceContract
import ProbeHistory

/// The failed requirements, each with its evidence.
struct FailedSection {
    let report: Report

    var markup: Markup {
        let failed = report.outcomes(.failed)
        guard !failed.isEmpty else { return .nothing }
        return Markup("section", ["id": "failed"]) {
            Markup("h2") { failed.count == 1 ? "1 requirement failed" : "\(failed.count) requirements failed" }
            for group in report.failureGroups() {
                article(group.root)
                if let remark = group.remark {
                    Markup("details", ["class": "followers"]) {
                        Markup("summary") { remark }
                        for outcome in group.followers { article(outcome) }
                    }
                }
            }
        }
    }

    private func article(_ outcome: Report.Outcome) -> Markup {
        Markup("article", ["id": outcome.id, "class": "failure"]) {
            Markup("h3") {
                Markup("span", ["class": "id"]) { outcome.id }
                " "
                Markup("span", ["class": "level"]) { outcome.level.rawValue }
                " "
                Markup.prose(outcome.statement)
            }
            Markup("p", ["class": "found"]) {
                Markup("b") { "✗ " }
                Markup("bdi") { outcome.summary }
            }
            if let known = outcome.known {
                Markup("p", ["class": "known"]) {
                    Markup("b") { "Known until \(known.expires): " }
                    Markup("bdi") { known.reason }
                }
            }
            Markup("div", ["class": "columns"]) {
                proof(outcome)
                meaning(outcome, report.explanation(of: outcome))
            }
            more(outcome)
        }
    }

    /// Renders the first event of the evidence, after the one it contradicts.
    private func proof(_ outcome: Report.Outcome) -> Markup {
        Markup("div", ["class": "proof"]) {
            if let evidence = outcome.evidence.first, let exchange = evidence.exchange {
                if let earlier = evidence.contradicts {
                    Markup("h4") { "What had been answered before" }
                    ExchangeCard(earlier, report.words).markup
                    Markup("h4") { "What was answered then" }
                } else {
                    Markup("h4") { "Proof" }
                }
                ExchangeCard(exchange, report.words).markup
            }
        }
    }

    private func meaning(_ outcome: Report.Outcome, _ explanation: Requirement?) -> Markup {
        Markup("div", ["class": "meaning"]) {
            let causes = report.causes(of: outcome)
            if !causes.isEmpty {
                Markup("h4") { "What usually causes it" }
                Markup("ol") { for cause in causes { Markup("li") { Markup.prose(cause) } } }
            }
            if let why = explanation?.why {
                Markup("h4") { "Why it matters" }
                Markup("p") { Markup.prose(why) }
            }
            SourceLine(outcome.sources, of: report).markup
        }
    }

    private func more(_ outcome: Report.Outcome) -> Markup {
        guard !outcome.evidence.isEmpty else { return .nothing }
        let count = outcome.evidence.count
        return Markup("details") {
            Markup("summary") {
                count < ConformanceChecks.Evidence.limit
                    ? "All \(count) events, a line each" : "The first \(count) events, a line each"
            }
            Markup("table", ["class": "events"]) {
                Markup("thead") {
                    Markup("tr") {
                        Markup("th", ["scope": "col", "class": "number"]) { "Event" }
                        Markup("th", ["scope": "col"]) { "Request and answer" }
                    }
                }
                Markup("tbody") {
                    for evidence in outcome.evidence {
                        Markup("tr") {
                            Markup("th", ["scope": "row", "class": "number"]) { "\(evidence.event)" }
                            Markup("td") { Markup("bdi") { evidence.note } }
                        }
                    }
                }
            }
        }
    }
}

/// A line with a requirement's citations of the contract.
struct SourceLine {
    private let sources: [Citation]
    private let report: Report

    init(_ sources: [Citation], of report: Report) {
        self.sources = sources
        self.report = report
    }

    var markup: Markup {
        guard !sources.isEmpty else { return .nothing }
        return Markup("p", ["class": "source"]) {
            "Stands in "
            for (index, source) in sources.enumerated() {
                if index > 0 { "; " }
                if let title = report.title(of: source) { "\(title), " }
                Markup("code") { source.description }
            }
        }
    }
}

/// A request and its response.
struct ExchangeCard {
    private let exchange: Report.Exchange
    private let nouns: Nouns

    init(_ exchange: Report.Exchange, _ nouns: Nouns) {
        self.exchange = exchange
        self.nouns = nouns
    }

    var markup: Markup {
        Markup("div", ["class": "exchange"]) {
            FactList(exchange.circumstances(nouns)).markup
            Markup("pre", ["class": "request"]) {
                Markup("code") {
                    exchange.requestLine
                    if let body = exchange.requestBody { Markup.text("\n\n\(body)", keepsLines: true) }
                }
            }
            Markup("pre", ["class": "answer"]) {
                Markup("code") { Markup.text(exchange.answerText, keepsLines: true) }
            }
        }
    }
}
