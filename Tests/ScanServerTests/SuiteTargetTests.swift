//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import Foundation
import ScanMutants
import TestSupport
import Testing

/// The suite as a user runs it against their deployment, in a process of its own.
@Suite struct `The suite with SCAN_TARGET set to a mutant` {
    @Test(arguments: ["owner-ignored", "analysis-does-not-add-up", "initiation-headers-missing", "total-zero-at-first"])
    func `fails on exactly what the mutant violates`(name: String) async throws {
        let mutant = try #require(Mutant.named(name))
        try await AsyncSemaphore.deployments.pass {
            let failed = try await failedTests(of: mutant)
            let ids = failed.compactMap { $0.firstMatch(of: /[A-Z]+-\d{3}/).map { String($0.output) } }
            #expect(mutant.description.misjudgement(in: ids) == nil, "\(failed)")
            // The only other failure is the summary test, since the plan has too few initiations to decide their rate.
            let others = failed.filter { $0.firstMatch(of: /[A-Z]+-\d{3}/) == nil }
            #expect(others.count == 1 && others.allSatisfy { $0.contains("Every MUST passed") }, "\(others)")
        }
    }

    /// Serves a mutant, runs the suite against it, and returns the ids of the failed tests.
    private func failedTests(of mutant: Mutant) async throws -> [String] {
        try await TemporaryFolder.with { folder in
            let plan = try await PlanText.acceptance(showing: mutant).write(in: folder)
            let events = folder.appendingPathComponent("events.jsonl")
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let run = try await ProbedDeployment.serve(.mutant(mutant.name)) { deployment in
                let variables = [
                    "SCAN_TARGET": deployment.url, "SCAN_PLAN": plan,
                    "SCAN_EMAIL": "demo@example.com", "SCAN_PASSWORD_FILE": deployment.passwordFile,
                    "SCAN_SECOND_EMAIL": "second@example.com", "SCAN_SECOND_PASSWORD_FILE": deployment.passwordFile,
                ]
                return try await Executables.run(
                    URL(fileURLWithPath: tests),
                    [
                        "--testing-library", "swift-testing", "--filter", #"^ConformanceSuiteTests\.Requirements/"#,
                        "--event-stream-output-path", events.path, "--event-stream-version", "6.3",
                        "--attachments-path", folder.path,
                    ],
                    environment: ProcessInfo.processInfo.environment.merging(variables) { $1 },
                    within: .seconds(240)
                )
            }
            #expect(run.status != 0, "\(run.output)\(run.error)")
            let lines = try String(contentsOf: events, encoding: .utf8).split(separator: "\n")
            let failures = try lines.compactMap {
                try JSONDecoder().decode(Record.self, from: Data($0.utf8)).failedTest
            }
            return Array(Set(failures)).sorted()
        }
    }

    /// The part of an event stream's line that describes a failure.
    ///
    /// Source: swift-testing, `Documentation/ABI/JSON.md`.
    private struct Record: Decodable {
        struct Payload: Decodable {
            struct Issue: Decodable {
                let isFailure: Bool?
            }

            let kind: String?
            let testID: String?
            let issue: Issue?
        }

        let kind: String
        let payload: Payload

        var failedTest: String? {
            guard kind == "event", payload.kind == "issueRecorded", let issue = payload.issue else {
                return nil
            }
            return issue.isFailure == true ? payload.testID : nil
        }
    }
}
