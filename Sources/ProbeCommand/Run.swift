//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ConformanceChecks
import FoundationEssentials
import Probe
import ProbeHistory
import ProbeReports

/// The command `scan-probe run`, which probes a deployment and judges the history.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Probe a deployment and grade it.",
        discussion: """
            Ctrl-C ends the run and reports what is known by then; a second one quits at once.

            Exit status: 0 PASS, 1 FAIL, 2 INCONCLUSIVE, 3 the deployment could not be tested, 64 usage,
            74 the verdict is printed, but a file or standard output could not be written.
            """
    )

    @Argument(help: "The deployment's address, such as https://scan.example.com.")
    var url: String

    @Option(help: "A built-in plan (documented, local, smoke, acceptance, soak, load) or a YAML file.")
    var plan = "acceptance"

    @OptionGroup var profile: ProfileOptions

    @OptionGroup var credentials: CredentialOptions

    @OptionGroup var access: AccessOptions

    @Option(help: "Only a requirement group, or the group of a requirement id; may be repeated.")
    var only: [String] = []

    @OptionGroup var known: KnownFailureOptions

    @Option(name: .customLong("out"), help: "A folder for the reports and history.jsonl.")
    var directory: String?

    @Option(help: "What to print at the end: \(ReportFormat.list).")
    var format: ReportFormat = .text

    @Option(help: "The seed of everything that is random.")
    var seed: UInt64?

    @OptionGroup var way: TransportArguments

    @OptionGroup var load: LoadOptions

    @OptionGroup var budget: BudgetOptions

    func validate() throws { try Conclusion.requireName(of: directory) }

    func run() async throws {
        var plan = try Plan.load(self.plan)
        try GroupSelection(only).narrow(&plan)
        let knownFailures = try known.load()
        let given = Runner.Assignment(
            target: try Target(url),
            profile: try way.profile(profile),
            plan: plan,
            first: try credentials.first(),
            second: try credentials.second(),
            access: try self.access.access(admin: try credentials.admin()),
            seed: seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
        )
        guard plan.load.startRate == 0 else {
            let test = LoadRun(
                assignment: given,
                options: load,
                way: way.options,
                directory: directory,
                format: format
            )
            return try await test.run()
        }
        if load.isGiven { throw ValidationError("--max-rate and --users are for a load test, such as --plan load.") }
        let output = try directory.map(HistoryOutput.init(in:))
        try await Interrupts.end {
            try await self.access.withStore(given.access) { access in
                var assignment = given
                assignment.access = access
                return try await perform(assignment, output)
            }
        } then: { history in
            try conclude(JudgingContext(history), output, knownFailures)
        }
    }

    /// Performs the plan; a cancelled run returns its history so far.
    private func perform(_ assignment: Runner.Assignment, _ output: HistoryOutput?) async throws -> History {
        let monitor = RateMonitor(plan: assignment.plan)
        return try await HTTPTransport.withTransport(way.options) { transport in
            let runner = Runner(
                assignment,
                transport: transport,
                writer: output?.writer,
                listener: LiveView(
                    isTerminal: Console.showsLiveView,
                    monitor: monitor,
                    nouns: assignment.profile.nouns
                ),
                decision: monitor,
                budget: budget.budget
            )
            return try await runner.run()
        }
    }

    /// Judges, reports, and ends the process with the verdict.
    ///
    /// The verdict is printed whatever becomes of the files, and the exit status tells if one of them is missing.
    private func conclude(
        _ examination: JudgingContext,
        _ output: HistoryOutput?,
        _ knownFailures: [KnownFailure]?
    ) throws {
        let judgement = examination.judgement(knownFailures: knownFailures)
        let report = Report(judgement: judgement, history: examination.history)
        var problems: [String] = []
        if output?.hasFailed == true {
            problems.append("the history could not be written to its end: is the disk full or the folder gone?")
        }
        if let directory {
            do {
                let folder = URL(filePath: directory, directoryHint: .isDirectory)
                try ReportFiles.write(report: report, of: examination, to: folder)
            } catch {
                problems.append("\(directory) cannot be written to; choose another folder with --out")
            }
        }
        try Conclusion.end(try format.render(report, of: examination), report, problems: problems)
    }
}
