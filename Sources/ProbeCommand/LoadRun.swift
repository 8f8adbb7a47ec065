//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import Probe
import ProbeHistory
import ProbeReports

/// A load test, from its warning to its report.
struct LoadRun {
    let assignment: Runner.Assignment
    let options: LoadOptions
    let way: TransportOptions
    let directory: String?
    let format: ReportFormat

    /// Performs the test and ends the process with what it shows.
    func run() async throws {
        let users = try options.users()
        // Before the first request: a test whose report cannot be stored is not worth its load.
        if let directory { try Self.create(directory) }
        try await Interrupts.end {
            try await HTTPTransport.withTransport(way) { transport in
                let test = LoadTest(
                    assignment,
                    users: users,
                    maximumRate: options.maxRate,
                    transport: transport
                ) { line in
                    Console.printProgress("\(line)\n")
                }
                Console.printProgress("\(test.warning)\n")
                return try await test.run()
            }
        } then: { outcome in
            try conclude(outcome)
        }
    }

    private func conclude(_ outcome: LoadOutcome) throws {
        let report = LoadReport(outcome)
        var status = Self.status(outcome).exitCode
        do {
            try Console.print(format == .json ? String(decoding: try report.data(), as: UTF8.self) : report.text())
        } catch let code as ExitCode {
            status = code
        }
        if let directory {
            do {
                try report.write(to: URL(filePath: directory, directoryHint: .isDirectory))
            } catch {
                status = Console.fail("\(directory) cannot be written to; choose another folder with --out", .output)
            }
        }
        throw status
    }

    /// A deployment fails that answers wrongly, or holds nothing at all; that it has a limit is no failure.
    static func status(_ outcome: LoadOutcome) -> ExitStatus {
        if outcome.isWrong { return .fail }
        if outcome.capacity != nil { return outcome.ending == .interrupted ? .inconclusive : .pass }
        return outcome.ending == .broke ? .fail : .inconclusive
    }

    private static func create(_ directory: String) throws(ProbeFailure) {
        do {
            let folder = URL(filePath: directory, directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ProbeFailure(.output, "\(directory) cannot be written to; choose another folder with --out")
        }
    }
}
