//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ConformanceSuite
import Foundation
import Probe
import ProbeHistory
import TestSelection
import Testing

/// The messages of the suite to its users, for a faulty server or a mistake in the use of the suite.
@Suite(.timeLimit(.minutes(2))) struct SuiteUseTests {
    private static func probe(
        _ office: ReportOffice = ReportOffice(),
        _ tests: @escaping @Sendable () async throws -> Void
    ) async throws {
        let trait: ConformanceTrait = .conformance { probe in
            try await withReportServer(office) { address in
                var assignment = try Runner.Assignment(
                    address,
                    profile: "http-202",
                    parameters: ["path": "reports"]
                )
                // Fewer polls, so that a lost report is given up sooner.
                assignment.plan.jobs.maximumPolls = 60
                try await probe(assignment)
            }
        }
        try await Self.scope(of: trait, tests)
    }

    private static func scope(
        of trait: ConformanceTrait,
        _ tests: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await trait.provideScope(for: #require(Test.current), testCase: nil, performing: tests)
    }

    @Test(.takesSeconds)
    func `a server that throws its reports away is failed, with the sentence, the evidence and the causes`()
        async throws
    {
        try await Self.probe(ReportOffice(retention: .zero)) {
            try withKnownIssue {
                try Conformance.expect("STAT-002")
                try Conformance.expectPass()
            } matching: { issue in
                let words = issue.comments.map(\.rawValue).joined()
                return words.contains("→ 404 not_found") && words.contains("usually: ")
                    && (words.contains("STAT-002 A poll MUST NOT") || words.contains("FAIL · grade F"))
            }
            #expect(Conformance.current?.judgement.overall == .fail)
        }
    }

    @Test(.takesSeconds) func `a sound server decides what it offers, and the rest says why it is skipped`()
        async throws
    {
        try await Self.probe {
            let judgement = try #require(Conformance.current).judgement
            let reasons = judgement.rulings.compactMap { ruling in
                if case .skipped(let reason) = ruling.verdict { reason } else { nil as String? }
            }
            #expect(reasons.allSatisfy { !$0.isEmpty })
            #expect(reasons.contains { $0.contains("the profile http-202 says that the API does not have") })
            let passed = judgement.rulings.filter { $0.verdict == .passed }.map(\.requirement.id)
            #expect(Set(["INIT-001", "STAT-001", "STAT-002", "RES-001", "RATE-001", "RATE-003"]).isSubset(of: passed))
        }
    }

    @Test func `a fixture that probes nothing is a mistake, since its tests would not run`() async throws {
        let problem = await #expect(throws: ConformanceProblem.self) {
            try await Self.scope(of: .conformance { _ in }) { Issue.record("There is no run to ask.") }
        }
        #expect(problem?.description.contains("never called its argument") == true)
    }

    @Test func `without a run, and for an unknown id, the mistake is told`() async throws {
        let withoutRun = #expect(throws: ConformanceProblem.self) { try Conformance.expect("STAT-002") }
        #expect(withoutRun?.description.contains("put the trait `.conformance { … }` on the suite") == true)
    }

    @Test func `an address or profile that cannot be is told in one line`() throws {
        #expect(throws: ProbeFailure.self) { try Runner.Assignment("scan.example.com") }
        #expect(throws: ProbeFailure.self) { try Runner.Assignment("http://127.0.0.1", profile: "http-203") }
    }

    @Test func `the guide to the suite shows what is compiled here`() throws {
        let file = URL(filePath: #filePath)
        let tests = file.deletingLastPathComponent().appending(path: "ReportServerTests.swift")
        let code = try String(contentsOf: tests, encoding: .utf8)
        let start = try #require(code.range(of: "import "))
        let guide = file.deletingLastPathComponent().appending(path: "../../Conformance/Guides/use-the-suite.md")
        let text = try String(contentsOf: guide, encoding: .utf8)
        let isShown = text.contains("```swift\n\(code[start.lowerBound...])```\n")
        #expect(isShown, "The guide has to show ReportServerTests.swift as it is.")
    }
}
