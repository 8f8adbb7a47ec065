//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import SystemPackage
import TestSupport
import Testing

/// Interrupts of the real program, while it probes a real deployment with scans longer than any test waits.
@Suite(.serialized, .timeLimit(.minutes(10))) struct `An interrupt of a run` {
    @Test(arguments: [SIGINT, SIGTERM])
    func `ends it politely, with a report of what is known`(signal: Int32) async throws {
        try await self.probe { program, folder in
            try await Self.hasSeen(20, in: folder)
            program.signal(signal)
            let ended = try await program.end(within: .seconds(60))
            // No failure, but not enough observations for a pass.
            #expect(ended.status == 2, "\(ended.output)\(ended.error)")
            #expect(ended.output.hasPrefix("INCONCLUSIVE · grade C"))
            #expect(!ended.output.contains("Failed\n"), "\(ended.output)")
            #expect(ended.error.contains("Ending the run; what is known is reported."))
            let history = try String(contentsOf: folder.appending(path: "history.jsonl"), encoding: .utf8)
            #expect(history.split(separator: "\n").last?.contains(#""reason":"interrupted""#) == true)
            let again = try await Executables.run(
                "scan-probe",
                ["check", folder.path(percentEncoded: false) + "/history.jsonl"]
            )
            #expect(again.status == ended.status)
            #expect(again.output == ended.output)
            let report = try Data(contentsOf: folder.appending(path: "report.json"))
            #expect(String(decoding: report, as: UTF8.self).contains(#""verdict" : "INCONCLUSIVE""#))
        }
    }

    @Test func `ends with the status of the verdict: what was seen to fail has failed`() async throws {
        try await self.probe(.mutant("initiation-slow")) { program, folder in
            try await Self.hasSeen(1, with: #""intent":"course","method":"GET""#, in: folder)
            program.signal(SIGINT)
            let ended = try await program.end(within: .seconds(60))
            #expect(ended.status == 1, "\(ended.output)\(ended.error)")
            #expect(ended.output.contains("INIT-001"))
        }
    }

    @Test func `quits at once the second time`() async throws {
        // The program prints last; a full pipe without a reader blocks it there.
        let pipe = try FileDescriptor.pipe()
        defer { for end in [pipe.readEnd, pipe.writeEnd] { try? end.close() } }
        Self.fill(pipe.writeEnd)
        try await self.probe(standardOutput: pipe.writeEnd) { program, folder in
            try await Self.hasSeen(20, in: folder)
            program.signal(SIGINT)
            let report = folder.appending(path: "report.json").path(percentEncoded: false)
            let isWritten = try await eventually(within: .seconds(60)) {
                FileManager.default.fileExists(atPath: report)
            }
            #expect(isWritten)
            #expect(program.isRunning)
            program.signal(SIGINT)
            let ended = try await program.end(within: .seconds(60))
            #expect(ended.status == 128 + SIGINT)
        }
    }

    // MARK: - Fixtures

    /// Runs the acceptance plan on an in-memory deployment.
    private func probe(
        _ deployment: Deployment.Program = .reference,
        standardOutput: FileDescriptor? = nil,
        _ body: (RunningProgram, _ folder: URL) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await withDeployment(deployment, arguments: ["--log-level", "error"] + Deployment.scans(lasting: 60)) {
                deployment in
                let arguments = [
                    "run", deployment.url, "--out", folder.path(percentEncoded: false), "--email", "demo@example.com",
                    "--password-file", deployment.passwordFile,
                ]
                let probe = try Executables.url(of: "scan-probe")
                try await RunningProgram.with(probe, arguments, standardOutput: standardOutput) {
                    try await body($0, folder)
                }
            }
        }
    }

    /// Writes to a pipe until it is full.
    private static func fill(_ pipe: FileDescriptor) {
        let flags = fcntl(pipe.rawValue, F_GETFL)
        _ = fcntl(pipe.rawValue, F_SETFL, flags | O_NONBLOCK)
        while write(pipe.rawValue, " ", 1) == 1 {}
        _ = fcntl(pipe.rawValue, F_SETFL, flags)
    }

    /// Waits until the history has a number of lines, or of lines with a text.
    private static func hasSeen(_ count: Int, with text: String = "{", in folder: URL) async throws {
        let file = folder.appending(path: "history.jsonl")
        let hasSeen = try await eventually(within: .seconds(60)) {
            let history = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            return history.split(separator: "\n").count { $0.contains(text) } >= count
        }
        try #require(hasSeen)
    }
}
