//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ScanMutantList
import ScanMutants
import ScanRequirements
import TestSupport
import Testing

/// The whole way, as a user goes it: real workers, the prober's program, its exit status and its report.
@Suite(.serialized, .timeLimit(.minutes(10))) struct `The prober's grade` {
    /// A report as it stands on disk, as far as these tests read it.
    private struct Report: Decodable, Equatable {
        struct Requirement: Decodable, Equatable {
            let id: String
            let verdict: String
        }

        struct Rate: Decodable, Equatable {
            let rate: Double?
            let trials: Int
        }

        let verdict: String
        let grade: String
        let requirements: [Requirement]
        let rates: [String: Rate]

        func ids(_ verdict: String) -> [String] { requirements.filter { $0.verdict == verdict }.map(\.id) }
    }

    /// Probes three workers of a program with the acceptance plan, polling and initiating faster than it does.
    private func probe(
        _ program: Deployment.Program,
        furtherInitiations: Int = 0,
        _ body: (_ probe: Executables.Output, _ report: Report, _ folder: URL) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("grade-\(String(UInt64.random(in: .min ... .max), radix: 36))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let plan = try await Executables.run("scan-probe", ["plans", "acceptance"]).output
            .replacing("poll_interval: 0.5", with: "poll_interval: 0.1")
            // Other tests keep both cores busy meanwhile.
            .replacing("status_p99: 1\n", with: "status_p99: 2\n")
            .replacing("results_p99: 2\n", with: "results_p99: 2.5\n")
            .replacing("maximum_rate_initiations: 130", with: "maximum_rate_initiations: \(furtherInitiations)")
        let planFile = folder.appendingPathComponent("plan.yaml")
        try plan.write(to: planFile, atomically: true, encoding: .utf8)
        try await withRedisServer { redis in
            let arguments = ["--workers", "3", "--redis", redis.url, "--pace", "0.4", "--log-level", "error"]
            try await withDeployment(program, arguments: arguments) { deployment in
                let output = try await Executables.run(
                    "scan-probe",
                    [
                        "run", deployment.url, "--plan", planFile.path, "--out", folder.path,
                        "--email", "demo@example.com", "--password-file", deployment.passwordFile,
                        "--second-email", "second@example.com", "--second-password-file", deployment.passwordFile,
                    ],
                    within: .seconds(240)
                )
                let report = try report(in: folder)
                try await body(output, report, folder)
            }
        }
    }

    private func report(in folder: URL) throws -> Report {
        let data = try Data(contentsOf: folder.appendingPathComponent("report.json"))
        return try JSONDecoder().decode(Report.self, from: data)
    }

    @Test func `is an A for the reference, and the stored history gives the same verdicts again`() async throws {
        // As many as it takes to decide their rate, 30 a minute of each user.
        try await probe(.reference, furtherInitiations: 130) { output, report, folder in
            #expect(output.status == 0, "\(output.output)\(output.error)")
            #expect(report.grade.hasPrefix("A"), "\(output.output)")
            #expect(report.ids("failed") == [])
            #expect(report.rates["status_found"]?.rate == 1)
            // It is over with the decision, or a few requests later.
            #expect((88...98).contains(report.rates["initiate"]?.trials ?? 0))
            #expect(report.rates["results"]?.rate == 1)

            let again = folder.appendingPathComponent("again")
            let history = folder.appendingPathComponent("history.jsonl").path
            let check = try await Executables.run("scan-probe", ["check", history, "--out", again.path])
            #expect(check.status == output.status, "\(check.error)")
            #expect(try self.report(in: again) == report)
        }
    }

    /// Those that the plan shows without further access.
    ///
    /// `polled-to-death` is left out: it tells fast polls from others, and here all of them are fast.
    private static let mutants = Mutant.all.filter { mutant in
        mutant.needs.isEmpty && mutant.plan == "acceptance" && mutant.name != "polled-to-death"
    }

    @Test(arguments: mutants.map(\.name))
    func `is a fail for a mutant, blamed on what it violates`(name: String) async throws {
        let mutant = try #require(Mutant.named(name))
        // A fault may hide from one run, as when every request happens to reach the right worker; that is worth a warning.
        if try await !blames(mutant, isLastRun: false) {
            Issue.record("\(name) was not blamed on what it violates in the first run", severity: .warning)
            let isBlamed = try await blames(mutant, isLastRun: true)
            #expect(isBlamed)
        }
    }

    /// Serves a mutant, probes it, and tells whether it was blamed on something that it violates.
    private func blames(_ mutant: Mutant, isLastRun: Bool) async throws -> Bool {
        var isBlamed = false
        try await probe(.mutant(mutant.name)) { output, report, folder in
            let failed = Set(report.ids("failed"))
            isBlamed = !failed.isDisjoint(with: mutant.violates)
            guard isBlamed || isLastRun else { return }
            #expect(isBlamed, "\(output.output)")
            // Too few initiations here to decide their rate, so that nothing worse than that is a grade of C.
            let isFail = failed.contains { Catalogue.builtIn[$0]?.level == .must }
            #expect(output.status == (isFail ? 1 : 2), "\(output.output)\(output.error)")
            // What else it is blamed on is no failure of the kit, but the list of consequences should have it.
            let unlisted = failed.subtracting(mutant.violates).sorted()
            if !unlisted.isEmpty {
                Issue.record("\(mutant.name) was also blamed on \(unlisted)", severity: .warning)
            }
            let history = folder.appendingPathComponent("history.jsonl").path
            let check = try await Executables.run("scan-probe", ["check", history])
            #expect(check.status == output.status)
        }
        return isBlamed
    }

    @Test func `is none where nothing can be tested: one line, exit status 3`() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("untestable-\(String(UInt64.random(in: .min ... .max), radix: 36))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let profile = folder.appendingPathComponent("profile.yaml").path
        let builtIn = try await Executables.run("scan-probe", ["profiles", "opportunity-scan"]).output
        let misspelt = builtIn.replacing("base_path:", with: "base_pth:")
        try misspelt.write(toFile: profile, atomically: true, encoding: .utf8)
        try await withDeployment(arguments: ["--log-level", "error"]) { deployment in
            let password = folder.appendingPathComponent("wrong").path
            try "wrong".write(toFile: password, atomically: true, encoding: .utf8)
            let login = ["--email", "demo@example.com", "--password-file"]
            for (arguments, hint) in [
                (["http://127.0.0.1:1"] + login + [deployment.passwordFile], "127.0.0.1:1"),
                (["nonsense"] + login + [deployment.passwordFile], "nonsense"),
                ([deployment.url] + login + [password], "login"),
                ([deployment.url, "--profile", profile] + login + [password], "base_path"),
                ([deployment.url, "--profile", "nothing"] + login + [password], "opportunity-scan"),
            ] {
                let result = try await Executables.run("scan-probe", ["run"] + arguments, within: .seconds(60))
                #expect(result.status == 3, "\(arguments): \(result.error)")
                #expect(result.error.contains(hint), "\(arguments): \(result.error)")
                #expect(result.error.split(separator: "\n").count == 1, "\(arguments): \(result.error)")
            }
        }
    }
}
