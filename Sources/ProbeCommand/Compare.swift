//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import KitSupport
import ProbeReports

/// The command `scan-probe compare`, which compares two reports, for example before and after a fix.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare two reports: what got better, what got worse, and what is only noise.",
        discussion: """
            Worse is: a requirement that failed and did not before, a rate that fell by more than chance explains (Fisher's \
            exact test, two-sided, p < 0.01), a median, 90th or 99th percentile whose bounds are beyond the threshold, a \
            verdict that fell.

            Exit status: 0 nothing got worse, 1 something did, 3 a report cannot be read, 64 usage,
            74 the output cannot be written.
            """
    )

    /// The output formats of a comparison.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case markdown
    }

    @Argument(help: "The earlier report.json, or its folder.")
    var before: String

    @Argument(help: "The later report.json, or its folder.")
    var after: String

    @Option(help: "What to print: text for people, json for programs, markdown for a pull request.")
    var format: Format = .text

    @Option(
        help: """
            How many times the latency before the one after has to be to count, bound to bound, if it is 20 ms more as well.
            """
    )
    var latencyRatio = 1.5

    func validate() throws {
        guard latencyRatio.isFinite, latencyRatio >= 1 else {
            throw ValidationError("--latency-ratio needs a number of 1 or more.")
        }
    }

    func run() throws {
        let thresholds = Comparison.Thresholds(latencyRatio: latencyRatio)
        let comparison = Comparison(try Self.read(before), try Self.read(after), thresholds: thresholds)
        switch format {
        case .text:
            try Console.print(TerminalComparison(comparison).render(width: Console.width, color: Console.usesColor))
        case .json: try Console.print(String(decoding: try comparison.json(), as: UTF8.self))
        case .markdown: try Console.print(MarkdownComparison(comparison).render())
        }
        throw (comparison.result == .worse ? ExitStatus.fail : .pass).exitCode
    }

    private static func read(_ path: String) throws -> Report {
        let file = ReportPath(path).file
        let data: Data
        do { data = Data(try BoundedFile.bytes(of: file.path, atMost: 256 << 20)) } catch {
            let advice = "; it has to be a report.json of scan-probe, or its folder"
            throw Console.fail("\(file.path) \(error.predicate(advice: advice))")
        }
        let remedy = "`scan-probe check` makes one of a history"
        do {
            let report = try Report(json: data)
            guard report.hasPossibleCounts else {
                throw Console.fail("\(file.path) is no report of this version; \(remedy)")
            }
            return report
        } catch let error as UnreadableReport {
            throw Console.fail("\(file.path) is no report of this version (\(error)); \(remedy)")
        }
    }
}
