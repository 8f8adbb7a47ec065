//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import ProbeHistory
import ProbeLogs
import ProbeReports

/// The command `scan-probe logs`, which says what a deployment's logs tell, the cause first.
struct Logs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a deployment's logs tell: the cause first, with times, workers and examples.",
        discussion: """
            Reads JSON lines, logfmt and text with a time in front, also within what Docker, Kubernetes, Heroku, Render, \
            journald, syslog and CloudWatch put around it; gzip is unpacked. Several logs are merged by time.

            Exit status: 0 nothing is wrong, 1 something is, 3 a file cannot be read, 64 usage,
            74 the output cannot be written.
            """
    )

    /// The output formats.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case markdown
        case html
    }

    @Argument(help: "The logs; `-` is standard input.")
    var files: [String] = ["-"]

    @Option(help: "A history.jsonl of a run, also compressed by gzip: each wrong answer is shown with its lines.")
    var history: String?

    @Option(help: "A YAML file with patterns for other words, which are added to those built in.")
    var patterns: String?

    @Flag(help: "Print the patterns that are built in, as an example for --patterns.")
    var printPatterns = false

    @Option(help: "The year of times that have none, as those of syslog; the current one otherwise.")
    var year: Int?

    @Option(help: "What to print: text for people, json for programs, markdown for comments, html for all.")
    var format: Format = .text

    func validate() throws {
        if let year, !(1970...2199).contains(year) { throw ValidationError("--year takes 1970 to 2199, not \(year).") }
        if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("Standard input can be read once only.") }
    }

    func run() throws {
        if printPatterns { return try Console.print(LogVocabulary.builtInText) }
        let vocabulary = try patterns.map(LogVocabulary.load) ?? LogVocabulary.builtIn()
        let history = try self.history.map(Self.read)
        let year = self.year ?? Calendar(identifier: .gregorian).component(.year, from: .now)
        let bar = ProgressBar(isShown: Console.showsLiveView)
        let report: LogReport
        do {
            let reading = try LogReading(files, vocabulary: vocabulary, year: year, history: history)
            report = try reading.report { bar.show($0, of: $1) }
        } catch {
            bar.erase()
            throw Console.fail(error.description)
        }
        bar.erase()
        switch format {
        case .text: try Console.print(TerminalLogs(report).render(width: Console.width, color: Console.usesColor))
        case .json: try Console.print(String(decoding: try report.json(), as: UTF8.self))
        case .markdown: try Console.print(MarkdownLogs(report).render())
        case .html: try Console.print(LogsPage(report).render())
        }
        throw (report.isWrong ? ExitStatus.fail : .pass).exitCode
    }

    private static func read(_ path: String) throws -> History {
        let bytes: Data
        do {
            bytes = try PackedFile.contents(of: path)
        } catch {
            throw Console.fail(error.description)
        }
        do {
            return try HistoryReader().read(bytes)
        } catch {
            throw Console.fail("\(path): \(error); it has to be a history.jsonl of scan-probe run")
        }
    }
}
