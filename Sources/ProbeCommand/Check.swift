//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ConformanceChecks
import FoundationEssentials
import ProbeHistory
import ProbeReports

/// The command `scan-probe check`, which judges a stored history again.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judge a stored history again, without the deployment.",
        discussion: """
            The same history gives the same report as the run that wrote it. A later version may find more in it.

            Exit status: 0 PASS, 1 FAIL, 2 INCONCLUSIVE, 3 the history cannot be read, 64 usage,
            74 the verdict is printed, but a file or standard output could not be written.
            """
    )

    @Argument(help: "The history, as a run left it in history.jsonl.")
    var history: String

    @Option(name: .customLong("out"), help: "A folder for the reports and a copy of the history.")
    var directory: String?

    @OptionGroup var known: KnownFailureOptions

    @Option(help: "What to print: \(ReportFormat.list).")
    var format: ReportFormat = .text

    func validate() throws { try Conclusion.requireName(of: directory) }

    func run() throws {
        let knownFailures = try known.load()
        let file = URL(filePath: self.history)
        let history: History
        do {
            history = try HistoryReader().read(file: file)
        } catch let problem as HistoryProblem {
            throw Console.fail("\(self.history): \(problem); it has to be a history.jsonl of scan-probe run")
        } catch {
            throw Console.fail("\(self.history) cannot be read; check that the file exists and may be read")
        }

        let historyFile = self.directory == nil ? file.lastPathComponent : ReportFiles.history
        let examination = JudgingContext(history)
        let judgement = examination.judgement(knownFailures: knownFailures)
        let report = Report(judgement: judgement, history: history, historyFile: historyFile)
        var problems: [String] = []
        if let directory = self.directory.map({ URL(filePath: $0, directoryHint: .isDirectory) }) {
            do {
                try ReportFiles.write(report: report, of: examination, to: directory)
                try ReportFiles.copy(history: file, to: directory)
            } catch {
                problems.append("\(directory.path()) cannot be written to; choose another folder with --out")
            }
        }
        try Conclusion.end(try format.render(report, of: examination), report, problems: problems)
    }
}
