//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// The grade end to end, as a user gets it: real workers, the prober's program, its exit status and its report.
@Suite(.serialized, .timeLimit(.minutes(15))) struct `The prober's grade` {
    @Test func `is an A for the reference, and the stored history gives the same verdicts again`() async throws {
        try await Repetition.once { try await difference() }
    }

    /// Probes the reference server, and returns the difference from an A, if any.
    private func difference() async throws -> Repetition.Miss? {
        // Enough initiations to decide their rate, at 30 a minute for each user: about two minutes.
        var plan = try await PlanText.acceptance()
        try plan.set("latency.status_p99", to: 5)
        try plan.set("latency.results_p99", to: 5)
        return try await ProbedDeployment.probe(.reference, plan: plan, within: .seconds(360)) { probed in
            let report = probed.report
            let (failed, undecided) = (report.ids("failed"), report.ids("inconclusive"))
            guard failed.isEmpty, undecided.isEmpty else {
                return Repetition.Miss(
                    undecided: undecided,
                    accused: failed,
                    description: "The reference failed \(failed), and \(undecided) were undecided",
                    log: "\(probed.output.output)\(probed.output.error)"
                )
            }
            #expect(probed.output.status == 0, "\(probed.output.output)\(probed.output.error)")
            #expect(report.grade.hasPrefix("A"), "\(probed.output.output)")
            #expect(report.rates["status_found"]?.rate == 1)
            // The run ends with the decision, or a few requests later; a flock of first polls is twenty of them.
            #expect((88...118).contains(report.rates["initiate"]?.trials ?? 0))
            #expect(report.rates["results"]?.rate == 1)

            let again = probed.folder.appendingPathComponent("again")
            let history = probed.folder.appendingPathComponent("history.jsonl").path
            let check = try await Executables.run("scan-probe", ["check", history, "--out", again.path])
            #expect(check.status == probed.output.status, "\(check.error)")
            let judgedAgain = try ProbedDeployment.Report(in: again)
            #expect(judgedAgain == report)
            return nil
        }
    }

    @Test func `is none where nothing can be tested: one line, exit status 3`() async throws {
        try await TemporaryFolder.with { folder in try await expectOneLine(in: folder) }
    }

    private func expectOneLine(in folder: URL) async throws {
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
