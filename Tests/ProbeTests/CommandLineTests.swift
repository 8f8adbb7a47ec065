//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import JobDoubles
import Probe
import ProbeHistory
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct CommandLineTests {
    @Test(arguments: [(TestDeployment.Fault.none, Int32(0)), (.losesEveryOtherPoll, 1)])
    func `the verdict is the exit status, and the files can be judged again`(
        fault: TestDeployment.Fault,
        status: Int32
    ) async throws {
        try await TemporaryFolder.with { folder in
            let deployment = TestDeployment(fault)
            let run = try await TestServer.with(deployment.respond(to:)) { server in
                try await Command.run(
                    ["run", server.url, "--plan", try Self.plan(in: folder), "--out", folder.path(), "--seed", "7"],
                    environment: Self.credentials
                )
            }
            #expect(run.status == status, "\(run.errors)\(run.output)")
            let history = try HistoryReader().read(file: folder.appending(path: "history.jsonl"))
            #expect(history.footer?.reason == .finished)
            #expect(history.header.seed == 7)
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: "report.json").path()))
            let report = try JSONDecoder().decode(
                DecidedReport.self,
                from: Data(contentsOf: folder.appending(path: "report.json"))
            )
            // No more requests than necessary: 88 flawless polls, or about ten of which half are lost.
            let decidedAfter = try #require(report.rates["status_found"]?.decidedAfter)
            #expect(decidedAfter == 88 || status == 1 && decidedAfter <= 12)
            // After a failure the run does not wait for initiations.
            #expect(report.rates["initiate"]?.decidedAfter == (status == 0 ? 88 : nil))
            let check = try await Command.run(["check", folder.appending(path: "history.jsonl").path()])
            #expect(check.status == run.status)
            #expect(check.output == run.output)
            #expect(!(run.output + run.errors).contains("\u{1B}"), "colours and cursor movements off a terminal")
            #expect(!(run.output + run.errors).contains("canary"))
        }
    }

    @Test func `known failures do not fail the run, unless the list is out of date`() async throws {
        try await TemporaryFolder.with { folder in
            func list(_ ids: [String], until expires: String = "2999-12-31") throws -> [String] {
                let file = folder.appending(path: "known.yaml")
                let entries = ids.map { "\($0): {reason: OPS-17, expires: \(expires)}\n" }.joined()
                try Data((ids.isEmpty ? "{}" : entries).utf8).write(to: file)
                return ["--known-failures", file.path()]
            }
            let deployment = TestDeployment(.losesEveryOtherPoll)
            let run = try await TestServer.with(deployment.respond(to:)) { server in
                try await Command.run(
                    ["run", server.url, "--plan", try Self.plan(in: folder), "--out", folder.path()] + list([]),
                    environment: Self.credentials
                )
            }
            #expect(run.status == 1, "\(run.errors)\(run.output)")
            struct Report: Decodable {
                struct Outcome: Decodable {
                    let id: String
                    let verdict: String
                }
                let requirements: [Outcome]
            }
            let file = folder.appending(path: "report.json")
            let report = try JSONDecoder().decode(Report.self, from: Data(contentsOf: file))
            let failed = report.requirements.filter { ["failed", "inconclusive"].contains($0.verdict) }.map(\.id)
            let passed = try #require(report.requirements.first { $0.verdict == "passed" }?.id)

            let check = ["check", folder.appending(path: "history.jsonl").path()]
            let known = try await Command.run(check + list(failed))
            #expect(known.status == 0, "\(known.output)")
            #expect(known.output.hasPrefix("PASS, only known failures · grade F"))
            #expect(try await Command.run(check + list(failed + [passed])).status == 1)
            #expect(try await Command.run(check + list(failed, until: "2020-01-01")).status == 1)
            let unknown = try await Command.run(check + list(["STAT-02"]))
            #expect(unknown.status == 3)
            #expect(unknown.errors.contains("known.yaml:1: there is no requirement `STAT-02`; did you mean"))
        }
    }

    @Test func `too few polls are inconclusive`() async throws {
        let deployment = TestDeployment()
        let run = try await TestServer.with(deployment.respond(to:)) { server in
            try await Command.run(
                ["run", server.url, "--plan", "smoke", "--only", "RATE-001"],
                environment: Self.credentials
            )
        }
        #expect(run.status == 2, "\(run.errors)\(run.output)")
    }

    @Test(arguments: [
        ["run", "URL", "--plan", "smok"], ["run", "URL", "--profile", "/no/such.yaml"], ["run", "nonsense"],
        ["run", "URL", "--only", "STAT"], ["run", "URL", "--set", "nothing=1"],
        ["run", "URL", "--profile", "google-lro"],
        ["run", "URL", "--password-file", "/no/such", "--email", "ada"],
        ["run", "URL", "--out", "/proc/nowhere"], ["run", "URL", "--email", "eve"], ["check", "/no/such.jsonl"],
    ])
    func `what cannot be tested ends with one line and exit status 3`(arguments: [String]) async throws {
        let deployment = TestDeployment()
        let run = try await TestServer.with(deployment.respond(to:)) { server in
            try await Command.run(
                arguments.map { $0 == "URL" ? server.url : $0 },
                environment: Self.credentials
            )
        }
        #expect(run.status == 3, "\(run.errors)")
        #expect(run.output.isEmpty)
        #expect(run.errors.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(run.errors)")
        #expect(run.errors.hasPrefix("scan-probe: "))
    }

    @Test func `a deployment that moved ends with its new address and exit status 3`() async throws {
        let run = try await TestServer.with { request in
            .response(status: 308, headers: [("location", "https://new.example\(request.path)")], body: "")
        } _: { server in
            try await Command.run(["run", server.url], environment: Self.credentials)
        }
        #expect(run.status == 3)
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        #expect(run.errors.contains("give https://new.example instead of http://127.0.0.1"), "\(run.errors)")
    }

    @Test func `a server of another kind is probed with its profile and parameters`() async throws {
        let server = OperationServer()
        let run = try await TestServer.with(server.respond) { server in
            try await Command.run([
                "run", server.url, "--plan", "smoke", "--profile", "google-lro", "--set",
                "method=\(OperationServer.method)",
            ])
        }
        #expect([0, 2].contains(run.status), "\(run.errors)\(run.output)")
        #expect(run.output.contains("profile google-lro"))
        #expect(run.output.contains("Skipped: "))
    }

    @Test func `a deployment that is starting is waited for, and the console says so`() async throws {
        let deployment = DisturbedDeployment(.everything) { $0 <= 2 ? DisturbedDeployment.badGateway : nil }
        let run = try await TemporaryFolder.with { folder in
            try await TestServer.with(deployment.respond) { server in
                let plan = try Self.plan(in: folder)
                return try await Command.run(["run", server.url, "--plan", plan], environment: Self.credentials)
            }
        }
        #expect([0, 2].contains(run.status), "\(run.errors)\(run.output)")
        #expect(run.errors.hasPrefix("the deployment answers 502: waiting for at most 30 s"), "\(run.errors)")
        #expect(run.output.contains("On the way: 2 of "), "\(run.output)")
    }

    @Test func `nothing that listens ends with one line and exit status 3`() async throws {
        try await withClosedPort { port in
            let run = try await Command.run(["run", "http://127.0.0.1:\(port)"], environment: Self.credentials)
            #expect(run.status == 3)
            #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        }
    }

    @Test(arguments: [
        ["run"], ["run", "http://host", "--bogus"], ["nonsense"], ["run", "http://host", "--set", "nothing"],
        ["init", "http://host", "--status", "/runs"], ["init", "http://host", "--status", "runs/{id}"],
    ])
    func `a wrong command line is a usage error`(arguments: [String]) async throws {
        #expect(try await Command.run(arguments).status == 64)
    }

    @Test(arguments: [
        (["plans"], "acceptance"), (["profiles"], "opportunity-scan"), (["profiles", "--search", "FHIR"], "hl7.org"),
        (["plans", "smoke"], "poll_interval"),
    ])
    func `plans and profiles are listed and printed`(arguments: [String], words: String) async throws {
        let run = try await Command.run(arguments)
        #expect(run.status == 0)
        #expect(run.output.contains(words))
    }

    // MARK: - Fixtures

    static let credentials = [
        "SCAN_PROBE_EMAIL": "ada", "SCAN_PROBE_PASSWORD": TestDeployment.password,
        "SCAN_PROBE_SECOND_EMAIL": "bob", "SCAN_PROBE_SECOND_PASSWORD": TestDeployment.password,
    ]

    /// Writes the smoke plan with enough polls to decide a rate, and without features that the small deployment of
    /// these tests lacks: joining jobs, filters, rejecting bad input.
    static func plan(in folder: URL) throws -> String {
        let file = folder.appending(path: "plan.yaml")
        let text = try #require(Plan.builtInText("smoke"))
            .replacing("poll_interval: 0.2", with: "poll_interval: 0.02")
            .replacing("joins: 1", with: "joins: 0")
            .replacing("isolation, errors]", with: "isolation]")
            .replacing("\"symbols\":[\"ETH/USDT\"]", with: "\"include_strategy_recommendations\":true")
            .replacing("\"symbols\":[\"SOL/USDT\"]", with: "\"include_strategy_recommendations\":false")
        let rates = """

            maximum_rate_polls: 300
            maximum_rate_initiations: 100
            initiations_per_minute: 1000
            """
        try Data((text + rates).utf8).write(to: file)
        return file.path()
    }
}

/// The decisions on the rates in a report.
private struct DecidedReport: Decodable {
    struct Rate: Decodable {
        var decidedAfter: Int?

        enum CodingKeys: String, CodingKey {
            case decidedAfter = "decided_after"
        }
    }

    var rates: [String: Rate]
}
