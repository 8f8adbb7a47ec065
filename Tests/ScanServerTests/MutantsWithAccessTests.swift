//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ConformanceMutantList
import Foundation
import ProbeHistory
import ScanMutants
import TestSupport
import Testing

/// Faults that need operator access or another pace than the acceptance plan's, each with the least that it needs.
@Suite(.timeLimit(.minutes(15))) struct `With an operator's access` {
    /// The setup of a run, as short as possible for its purpose.
    private struct Course {
        /// The settings that differ from those below.
        var plan: [String: String] = [:]
        /// The minimum duration of a scan, in seconds.
        var duration = 1.0
        var workers = 3
        var needs: [Requirement.Need]

        init(_ mutant: Mutant) {
            needs = mutant.needs
            if mutant.needs.contains(.access(.store)) {
                // Each strategy's write restores the lookup keys, so their absence must be observed between two writes.
                duration = 4
            }
            if mutant.needs.contains(where: { if case .fault = $0 { true } else { false } }) {
                // A scan must run longer than the fault takes.
                duration = 2.5
                plan["scans"] = "1"
            }
            if mutant.traits.contains(.lifetime) {
                // Lifetimes are measured to a second, and a scan must run longer than that.
                duration = 5
            }
            if mutant.plan == "soak" {
                // About three hundred polls must be enough to detect it, even on a busy machine.
                plan["soak_seconds"] = "24"
                plan["poll_interval"] = "0.05"
                plan["concurrent_scans"] = "6"
                plan["fresh_connections"] = "false"
            }
            if mutant.traits.contains(.paced) {
                // Twelve polls take more than three seconds at the slow pace, and less than half a second at the fast
                // one.
                duration = 3
                plan["poll_interval"] = "0.5"
                plan["fast_polls"] = "60"
            }
        }

        init(everythingFor workers: Int) {
            needs = Requirement.Need.allCases
            self.workers = workers
            duration = 2.5
            plan["scan_budget"] = "60"
        }

        var planText: String {
            var keys = [
                "name": "access",
                "summary": "Two scans, and what the operator's access shows",
                "scans": "2",
                "concurrent_scans": "2",
                // Different filters, so that several workers have a scan.
                "bodies": "[\(Self.bodies.map { "'\($0)'" }.joined(separator: ", "))]",
                "poll_interval": "0.1",
                "maximum_polls": "2000",
                "polls_after_completion": "4",
                "result_reads": "2",
                "early_result_reads": "1",
                "fresh_connections": "true",
                "request_timeout": "10",
                "scan_budget": "15",
                "run_budget": "240",
                "isolation_probes": "8",
                "sample_interval": "0.2",
                // A search of 500 keys finds the scan among them by chance, once in 200 runs.
                "foreign_keys": "100000",
                "recovery_polls": "12",
                "worker_pause": "5",
                "initiations_per_minute": "900",
                "groups":
                    "[initiate, status, progress, results, rates, isolation, latency, store, recovery, observability]",
            ]
            keys.merge(plan) { $1 }
            return keys.map { "\($0): \($1)\n" }.sorted().joined()
        }

        private static let bodies =
            [#"{"force_refresh":true}"#]
            + ["BTC", "ETH", "SOL", "ADA", "XRP"].map { #"{"force_refresh":true,"symbols":["\#($0)/USDT"]}"# }

        var deployment: [String] {
            // Short leases, so that the scans of a dead worker are taken over soon.
            [
                "--workers", "\(workers)", "--lease", "2", "--scans-per-minute", "1000",
                "--log-level", needs.contains(.access(.logs)) ? "info" : "error",
            ] + Deployment.scans(lasting: duration)
        }
    }

    /// Serves a program and probes it with the access that the setup needs.
    private func probe(
        _ program: Deployment.Program,
        _ course: Course
    ) async throws -> (output: Executables.Output, report: ProbedDeployment.Report) {
        try await TemporaryFolder.with { folder in
            let plan = folder.appendingPathComponent("plan.yaml")
            try course.planText.write(to: plan, atomically: true, encoding: .utf8)
            return try await withDeploymentAccess(program, arguments: course.deployment) { access in
                let output = try await Executables.run(
                    "scan-probe",
                    ["run"] + access.login + ["--plan", plan.path, "--out", folder.path]
                        + course.needs.flatMap { access.arguments(for: $0.rawValue) },
                    within: .seconds(300)
                )
                let report = try #require(try? ProbedDeployment.Report(in: folder), "\(output.error)")
                return (output, report)
            }
        }
    }

    /// The mutants that the acceptance plan alone does not detect.
    private static let mutants = Mutant.selected.filter { mutant in
        !mutant.needs.isEmpty || mutant.plan != "acceptance" || mutant.traits.contains(.paced)
    }

    @Test(arguments: mutants.map(\.name))
    func `a mutant fails on what it is about, and on nothing that it does not violate`(name: String) async throws {
        let mutant = try #require(Mutant.named(name))
        try await Self.repeatable {
            let (output, report) = try await probe(.mutant(name), Course(mutant))
            let failed = Set(report.ids("failed"))
            if let misjudgement = mutant.description.misjudgement(in: failed) {
                return Repetition.Miss(misjudgement, log: "\(output.output)\(output.error)")
            }
            #expect(report.misnaming(mutant) == nil, "\(output.output)")
            let isFail = failed.contains { Catalogue.builtIn[$0]?.level == .must }
            #expect(output.status == (isFail ? 1 : 2), "\(output.output)\(output.error)")
            return nil
        }
    }

    @Test func `the reference with four workers fails nothing, and every requirement of access is run`() async throws {
        let ofAccess = Catalogue.builtIn.requirements.filter {
            ["store", "recovery", "observability"].contains($0.group.rawValue)
        }
        #expect(ofAccess.contains { $0.id == "REC-008" })
        try await Self.repeatable {
            let (output, report) = try await probe(.reference, Course(everythingFor: 4))
            let open = report.requirements.filter { requirement in
                ofAccess.contains { $0.id == requirement.id } && requirement.verdict != "passed"
            }
            // The store shows the holders of leases, so a worker that was hit must have held one.
            let idle = report.requirements.filter {
                ["REC-005", "REC-008", "REC-009"].contains($0.id) && !$0.summary.contains("another worker took over")
            }
            let (failed, missed) = (report.ids("failed"), open + idle)
            guard !failed.isEmpty || !missed.isEmpty else { return nil }
            return Repetition.Miss(
                undecided: missed.map(\.id),
                accused: failed,
                description: missed.map { "\($0.id) \($0.verdict): \($0.summary)" }.joined(separator: "; "),
                log: "\(output.output)\(output.error)"
            )
        }
    }

    /// Probes on its turn, and once more where that is allowed.
    private static func repeatable(_ probe: () async throws -> Repetition.Miss?) async throws {
        try await AsyncSemaphore.deployments.pass { try await Repetition.once(probe) }
    }
}
