//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ProbeLogs

/// The report of logs as a page of HTML, self-contained and without scripts.
package struct LogsPage {
    private let report: LogReport
    private let words: LogsWords

    private static let mostAnswers = 100

    package init(_ report: LogReport) {
        self.report = report
        words = LogsWords(report: report)
    }

    /// Renders the page.
    package func render() -> String {
        let styles = StyleSheet()
        let policy =
            "default-src 'none'; style-src \(styles.policySource); img-src data:; base-uri 'none'; form-action 'none'"
        let page = Markup("html", ["lang": "en"]) {
            Markup("head") {
                Markup("meta", ["charset": "utf-8"])
                Markup("meta", ["http-equiv": "Content-Security-Policy", "content": policy])
                Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                Markup("meta", ["name": "color-scheme", "content": "light dark"])
                Markup("title") { "Logs · \(words.headline)" }
                Markup("link", ["rel": "icon", "href": "data:,"])
                Markup("style") { Markup.styleSheet(styles) }
            }
            Markup("body") {
                Markup("header", ["class": report.isWrong ? "verdict fail" : "verdict pass"]) {
                    Markup("h1") { "Logs" }
                    Markup("p", ["class": "headline"]) { words.headline }
                    for fact in words.facts { Markup("p", ["class": "note"]) { fact } }
                }
                Markup("main") {
                    findings
                    workers
                    slowest
                    answers
                }
            }
        }
        return Markup.joined([.verbatim("<!DOCTYPE html>\n"), page, .lineFeed]).source
    }

    private var findings: Markup {
        Markup("section", ["id": "findings"]) {
            Markup("h2") { "What the logs say, the cause first" }
            for finding in report.findings {
                Markup("article", ["class": finding.isWrong ? "failure" : nil, "id": finding.id]) {
                    Markup("h3") {
                        Markup("span", ["class": "id"]) { finding.id }
                        " "
                        finding.title
                    }
                    Markup("p", ["class": "note"]) { words.extent(finding) }
                    if let detail = finding.detail { Markup("p", ["class": "found"]) { detail } }
                    if let byWorker = words.byWorker(finding) { Markup("p", ["class": "note"]) { byWorker } }
                    strip(finding)
                    Markup("div", ["class": "meaning"]) {
                        Markup("h4") { "What usually causes it" }
                        Markup("p") { finding.cause }
                    }
                    if !finding.examples.isEmpty {
                        Markup("div", ["class": "exchange"]) { for line in finding.examples { example(line) } }
                    }
                }
            }
        }
    }

    private func example(_ line: LogExample) -> Markup { Markup("pre") { Markup("code") { LogsWords.text(line) } } }

    /// A finding over the time of the logs, a bar for each step.
    private func strip(_ finding: LogReport.Finding) -> Markup {
        guard let span = report.span, let most = finding.timeline.max(), most > 0 else { return .nothing }
        let height = 28
        let bars = finding.timeline.enumerated().filter { $0.element > 0 }.map { index, count in
            "M\(index * 10 + 5) \(height)v-\(max(3, count * height / most))"
        }
        return Markup(
            "svg",
            [
                "class": "plot", "viewBox": "0 0 \(finding.timeline.count * 10) \(height)", "height": "\(height)",
                "preserveAspectRatio": "none", "role": "img",
                "aria-label":
                    "\(finding.title) over time, from \(span.first), a bar for \(TextLayout.decimal(span.stepSeconds, digits: 1)) s",
            ]
        ) {
            Markup("path", ["class": "baseline", "d": "M0 \(height)H\(finding.timeline.count * 10)"])
            Markup("path", ["class": finding.isWrong ? "not-found w4" : "early w4", "d": bars.joined()])
        }
    }

    private var workers: Markup {
        guard !report.workers.isEmpty else { return .nothing }
        let head = ["lines", "requests", "5xx", "404", "lookups failed", "store errors", "ended"]
        return Markup("section", ["id": "workers"]) {
            Markup("h2") { "Workers" }
            Markup("table") {
                Markup("thead") {
                    Markup("tr") {
                        Markup("th", ["scope": "col"]) { "worker" }
                        for name in head { Markup("th", ["scope": "col", "class": "number"]) { name } }
                    }
                }
                Markup("tbody") {
                    for worker in report.workers.prefix(100) {
                        Markup("tr") {
                            Markup("th", ["scope": "row"]) { Markup("bdi") { worker.name } }
                            for count in [
                                worker.lines, worker.requests, worker.failures, worker.missing, worker.missedLookups,
                                worker.storeErrors, worker.endings,
                            ] { Markup("td", ["class": "number"]) { "\(count)" } }
                        }
                    }
                }
            }
            for test in report.evenness { Markup("p", ["class": "note"]) { words.sentence(test) } }
            if let ages = words.ages { Markup("p", ["class": "note"]) { ages } }
        }
    }

    private var slowest: Markup {
        guard !report.slowest.isEmpty else { return .nothing }
        return Markup("section", ["id": "slowest"]) {
            Markup("h2") { "Slowest" }
            Markup("table", ["class": "events"]) {
                Markup("tbody") {
                    for slow in report.slowest {
                        Markup("tr") {
                            Markup("th", ["scope": "row", "class": "number"]) {
                                "\(TextLayout.decimal(slow.milliseconds, digits: 1)) ms"
                            }
                            Markup("td") { Markup("code") { LogsWords.text(slow.line) } }
                        }
                    }
                }
            }
        }
    }

    private var answers: Markup {
        guard let joined = report.joined, let sentence = words.joined else { return .nothing }
        return Markup("section", ["id": "answers"]) {
            Markup("h2") { "The history's wrong answers" }
            Markup("p", ["class": "note"]) { sentence }
            for answer in joined.prefix(Self.mostAnswers) {
                Markup("details") {
                    Markup("summary") { "Event \(answer.event), \(answer.time): \(answer.answer)" }
                    for (kind, line) in words.lines(answer) {
                        Markup("h4") { kind }
                        example(line)
                    }
                }
            }
            if joined.count > Self.mostAnswers {
                Markup("p", ["class": "note"]) { "\(joined.count - Self.mostAnswers) more are in the JSON." }
            }
        }
    }
}
