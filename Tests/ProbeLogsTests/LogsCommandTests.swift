//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

@testable import ProbeLogs

/// The command `scan-probe logs`, started as a user starts it.
@Suite(.timeLimit(.minutes(5))) struct `scan-probe logs` {
    private func run(_ arguments: [String]) async throws -> Executables.Output {
        try await Executables.run("scan-probe", ["logs"] + arguments)
    }

    @Test(arguments: ["text", "json", "markdown", "html"])
    func `ends with 1 and names the cause in each format`(format: String) async throws {
        let output = try await run([
            Logs.path("lookup-in-memory-only"), "--history", Logs.historyPath("lookup-in-memory-only"), "--format",
            format,
        ])
        #expect(output.status == 1)
        #expect(output.output.contains("Scans are found by some workers and never by others"))
        #expect(output.output.contains("in the memory of the worker that took the initiation"))
        #expect(output.error.isEmpty, "\(output.error)")
        if format == "json" {
            let report = try JSONDecoder().decode(LogReport.self, from: Data(output.output.utf8))
            #expect(report.joined?.count == 73)
        }
    }

    @Test func `ends with 0 when nothing is wrong`() async throws {
        let output = try await run([Logs.path("sound")])
        #expect(output.status == 0)
        #expect(output.output.hasPrefix("Nothing in \(try Logs.lines("sound").count) lines is wrong."))
    }

    @Test(
        arguments: [
            (["/nowhere.log"], 3, "scan-probe: there is no file /nowhere.log"),
            (["/tmp"], 3, "scan-probe: /tmp is a folder"),
            (
                [Logs.path("sound"), "--history", Logs.path("sound")], 3,
                "it has to be a history.jsonl of scan-probe run"
            ),
            ([Logs.path("sound"), "--patterns", "/nowhere.yaml"], 3, "is the path right?"),
            (["--year", "12"], 64, "--year takes 1970 to 2199, not 12."), (["-", "-"], 64, "can be read once only"),
        ] as [([String], Int32, String)]
    )
    func `refuses what it cannot use in one line`(arguments: [String], status: Int32, message: String) async throws {
        let output = try await run(arguments)
        #expect(output.status == status)
        #expect(output.error.contains(message), "\(output.error)")
        #expect(output.output.isEmpty)
        if status == 3 { #expect(output.error.split(separator: "\n").count == 1) }
    }

    @Test func `prints its patterns, which it takes again`() async throws {
        let printed = try await run(["--print-patterns"])
        #expect(printed.status == 0)
        let file = FileManager.default.temporaryDirectory.appending(
            path: "patterns-\(UInt64.random(in: .min ... .max)).yaml"
        )
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(printed.output.utf8).write(to: file)
        let output = try await run([Logs.path("fallback-missing"), "--patterns", file.path(percentEncoded: false)])
        #expect(output.status == 1 && output.output.contains("Scans are not found because their lookup keys are gone"))
    }

    @Test func `tells of a Redis that was killed under three workers`() async throws {
        let arguments = ["--workers", "3", "--log-format", "json"]
        let output = try await withDeploymentAccess(arguments: arguments) { access in
            await access.redis.kill()
            let isNoticed = try await eventually(within: .seconds(20)) {
                // The first attempt of a worker may be cut off, which is another finding; a later one is refused.
                (1...3).allSatisfy { worker in
                    access.deployment.log.split(separator: "\n").contains {
                        $0.contains("Cannot connect to Redis") && $0.contains("scan-server[\(worker)]")
                            && $0.contains(/(?i)connection refused|no such file or directory|error 111|enoent/)
                    }
                }
            }
            try await access.redis.start()
            try #require(isNoticed)
            return try await run([access.deployment.logPath, "--format", "json"])
        }
        let report = try JSONDecoder().decode(LogReport.self, from: Data(output.output.utf8))
        #expect(output.status == 1)
        #expect(report.findings.first?.id == "redis-refused", "\(report.findings.map(\.id))")
        #expect(report.findings.first.map { Set($0.byWorker.keys) } == ["1", "2", "3"])
        #expect(report.brokenLines == 0)
    }
}
