//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// The decision on the rate of found polls, which simulations cover, once over HTTP with real workers.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RateDecisionTests {
    /// The parts of a stored report that these tests read.
    private struct Report: Decodable {
        struct Requirement: Decodable {
            let id: String
            let verdict: String
        }

        struct Rate: Decodable {
            /// The decision; absent for a rate without a requirement.
            let decision: String?
            let trials: Int
            let decidedAfter: Int?

            private enum CodingKeys: String, CodingKey {
                case decision, trials
                case decidedAfter = "decided_after"
            }
        }

        let requirements: [Requirement]
        let rates: [String: Rate]
    }

    private static let plan = """
        name: rates
        summary: Many polls of few scans, to decide the rates over polls
        scans: 4
        concurrent_scans: 4
        bodies: ['{}', '{"symbols":["ETH/USDT"]}', '{"symbols":["SOL/USDT"]}', '{"symbols":["BTC/USDT"]}']
        poll_interval: 0.05
        maximum_polls: 400
        polls_after_completion: 60
        result_reads: 2
        early_result_reads: 0
        fresh_connections: true
        request_timeout: 10
        scan_budget: 60
        run_budget: 90
        isolation_probes: 0
        maximum_rate_polls: 300
        groups: [status, rates]

        """

    @Test func `a deployment that loses half of its polls is failed within a few polls`() async throws {
        // With two workers, only the one that served the initiation finds the scan.
        let rate = try await self.decision(on: "lookup-in-memory-only", workers: 2)
        #expect(rate.decision == "failed")
        // Five on average; more than forty has a probability of one in a million.
        #expect(try #require(rate.decidedAfter) <= 40)
    }

    /// According to the simulation at most one run in a hundred is decided wrongly.
    @Test(arguments: [("three-percent-not-found", "failed"), ("eight-percent-not-found", "passed")])
    func `a deployment near the line is not decided wrongly`(mutant: String, wrong: String) async throws {
        let rate = try await self.decision(on: mutant, workers: 3)
        #expect(rate.decision != wrong)
        #expect(rate.trials >= 240)
    }

    /// Probes a mutant, and expects that a lost poll fails STAT-002 whatever its rate.
    private func decision(on mutant: String, workers: Int) async throws -> Report.Rate {
        let report = try await TemporaryFolder.with { folder in
            let plan = folder.appendingPathComponent("plan.yaml")
            try Self.plan.write(to: plan, atomically: true, encoding: .utf8)
            return try await withRedisServer { redis in
                let arguments = ["--workers", "\(workers)", "--redis", redis.url, "--log-level", "error"]
                let scans = Deployment.scans(lasting: 1.2)
                return try await withDeployment(.mutant(mutant), arguments: arguments + scans) { deployment in
                    let output = try await Executables.run(
                        "scan-probe",
                        [
                            "run", deployment.url, "--plan", plan.path, "--out", folder.path,
                            "--email", "demo@example.com", "--password-file", deployment.passwordFile,
                        ],
                        within: .seconds(120)
                    )
                    #expect(output.status == 1, "\(output.output)\(output.error)")
                    let data = try Data(contentsOf: folder.appendingPathComponent("report.json"))
                    return try JSONDecoder().decode(Report.self, from: data)
                }
            }
        }
        let verdicts = report.requirements
        #expect(verdicts.first { $0.id == "STAT-002" }?.verdict == "failed", "\(mutant)")
        return try #require(report.rates["status_found"])
    }
}
