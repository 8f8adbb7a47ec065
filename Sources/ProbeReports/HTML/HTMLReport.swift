//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks
public import ProbeHistory

/// A report for people: one self-contained HTML file for browsers.
///
/// It loads nothing over the network and runs no script, and enforces this by a content security policy, so that even
/// an escaping mistake has no effect.
public struct HTMLReport: Sendable {
    private let report: Report
    private let history: History
    private let timelines: [JobTimeline]

    /// Creates a rendering of a report.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - examination: The history of the report, prepared for judging.
    public init(_ report: Report, of examination: JudgingContext) {
        self.report = report
        history = examination.history
        timelines = examination.timelines()
    }

    /// Creates a rendering of a report from its history.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - history: The history of the report.
    public init(_ report: Report, history: History) {
        self.init(report, of: JudgingContext(history))
    }

    /// Renders the report as HTML.
    ///
    /// - Complexity: O(n log n) in the number of events. The size grows with the number of failures and jobs up to a
    ///   limit, not with the number of polls.
    public func render() -> String {
        let page = Markup("html", ["lang": "en"]) {
            head
            Markup("body") {
                VerdictHeader(report: report).markup
                Markup("main") {
                    RateSection(report: report).markup
                    JobSection(timelines: timelines, history: history, vocabulary: report.vocabulary)
                        .markup
                    FailedSection(report: report).markup
                    OpenSection(report: report).markup
                    LatencySection(report: report, history: history).markup
                    PassedSection(report: report).markup
                }
                footer
            }
        }
        return Markup.joined([.verbatim("<!DOCTYPE html>\n"), page, .lineFeed]).source
    }

    private var head: Markup {
        let styles = StyleSheet()
        let policy =
            "default-src 'none'; style-src \(styles.policySource); img-src data:; base-uri 'none'; form-action 'none'"
        let title =
            "\(report.verdictWords) · grade \(report.grade.rawValue) · \(report.target.url)"
        return Markup("head") {
            Markup("meta", ["charset": "utf-8"])
            Markup("meta", ["http-equiv": "Content-Security-Policy", "content": policy])
            Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            Markup("meta", ["name": "color-scheme", "content": "light dark"])
            Markup("meta", ["name": "referrer", "content": "no-referrer"])
            Markup("title") { title }
            // An embedded icon keeps the browser from requesting one from the server.
            Markup("link", ["rel": "icon", "href": "data:,"])
            Markup("style") { Markup.styleSheet(styles) }
        }
    }

    private var footer: Markup {
        Markup("footer") {
            Markup("p") {
                "Made by \(report.tool.name) \(report.tool.version) from "
                Markup("code") { report.history }
                ", which holds every request and answer and can be judged again: "
                Markup("code") { "scan-probe check \(report.history)" }
                ". Whatever the deployment sent is shown as text; characters that cannot be seen are shown by their number."
            }
        }
    }
}
