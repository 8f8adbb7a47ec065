//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ConformanceChecks
import ProbeReports

/// The output formats of a report.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case markdown
    case junit
    case html

    /// The purposes of the formats, for `--help`.
    static let list = "text for people, json for programs, markdown for comments, junit for build servers, html for all"

    /// Renders a report of a history that was prepared for judging.
    func render(_ report: Report, of examination: JudgingContext) throws -> String {
        switch self {
        case .text: TerminalReport(report).render(width: Console.width, color: Console.usesColor)
        case .json: String(decoding: try report.json(), as: UTF8.self)
        case .markdown: MarkdownReport(report).render()
        case .junit: JUnitReport(report).render()
        case .html: HTMLReport(report, of: examination).render()
        }
    }
}
