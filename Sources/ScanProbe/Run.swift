//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Foundation
import Probe
import ProbeHistory
import ProbeReports
import ScanConformance
import UnixSignals

/// `scan-probe run`: probes a deployment and judges what came of it.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Probe a deployment and grade it.",
        discussion: """
            Exit status: 0 PASS, 1 FAIL, 2 INCONCLUSIVE, 3 the deployment could not be tested, 64 usage.
            """
    )

    @Argument(help: "The deployment's address, such as https://scan.example.com.")
    var url: String

    @Option(help: "A built-in plan (documented, smoke, acceptance, soak) or a YAML file.")
    var plan = "acceptance"

    @Option(help: "A built-in profile (opportunity-scan) or a YAML file.")
    var profile = "opportunity-scan"

    @OptionGroup var credentials: CredentialOptions

    @OptionGroup var access: AccessOptions

    @Option(help: "Only a requirement group, or the group of a requirement id; may be repeated.")
    var only: [String] = []

    @Option(name: .customLong("out"), help: "A folder for report.json and history.jsonl.")
    var directory: String?

    @Option(help: "What to print at the end: text for people, json for programs.")
    var format: ReportFormat = .text

    @Option(help: "The seed of everything that is random.")
    var seed: UInt64?

    @Option(name: .customLong("cacert"), help: "A PEM file with certificate authorities to trust besides the system's.")
    var certificateFile: String?

    func run() async throws {
        var plan = try Plan.load(self.plan)
        try GroupSelection(self.only).narrow(&plan)
        var assignment = Runner.Assignment(
            target: try Target(self.url),
            profile: try Profile.load(self.profile),
            plan: plan,
            first: try self.credentials.first(),
            second: try self.credentials.second(),
            access: try self.access.access(admin: try self.credentials.admin()),
            seed: self.seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
        )
        let history = try await self.access.withStore(assignment.access) { access in
            assignment.access = access
            return try await self.perform(assignment)
        }
        try self.conclude(history)
    }

    /// Performs the plan; an interrupt ends it early, and what was seen until then is judged.
    private func perform(_ assignment: Runner.Assignment) async throws -> History {
        let writer = try self.directory.map(Self.historyWriter(in:))
        return try await AsyncHTTPClientTransport.withTransport(certificateFile: self.certificateFile) { transport in
            let runner = Runner(
                assignment,
                transport: transport,
                writer: writer,
                listener: LiveView(isTerminal: Console.showsLiveView)
            )
            let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
            return try await withThrowingTaskGroup(of: History?.self) { group in
                group.addTask { try await runner.run() }
                group.addTask {
                    for await _ in signals { return nil }
                    return nil
                }
                // Whichever ends first ends the other; the runner returns what it saw when it is cancelled.
                var history: History?
                while let ended = try await group.next() {
                    history = history ?? ended
                    group.cancelAll()
                }
                guard let history else { throw ProbeFailure(.output, "the run ended before it began") }
                return history
            }
        }
    }

    /// Judges the history and ends the process with the verdict.
    private func conclude(_ history: History) throws {
        let report = Report(judgement: Judge.judge(history), history: history)
        if let directory {
            do {
                try ReportFiles.write(report: report, to: URL(filePath: directory, directoryHint: .isDirectory))
            } catch {
                throw Self.cannotWrite(directory)
            }
        }
        switch self.format {
        case .text: Console.print(TerminalReport(report).render(width: Console.width, color: Console.usesColor))
        case .json: Console.print(String(decoding: try report.json(), as: UTF8.self))
        }
        throw ExitStatus(report.verdict).exitCode
    }

    /// Opens the history before the first request: a run whose evidence cannot be kept is not worth starting.
    private static func historyWriter(in directory: String) throws(ProbeFailure) -> HistoryWriter {
        let folder = URL(filePath: directory, directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return try HistoryWriter(file: folder.appending(path: ReportFiles.history))
        } catch {
            throw Self.cannotWrite(directory)
        }
    }

    private static func cannotWrite(_ directory: String) -> ProbeFailure {
        ProbeFailure(.output, "\(directory) cannot be written to; choose another folder with --out")
    }
}
