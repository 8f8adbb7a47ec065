//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ConformanceMutantList
import ScanMutants
import TestSupport
import Testing

/// Every mutant that a user's access shows: real workers, the prober's program, its exit status and its report.
///
/// A few run at a time. There is no time limit, since waiting for a turn would count; each step has a bound of its own.
@Suite struct `A mutant's grade` {
    /// Those that the plan shows without further access.
    ///
    /// `polled-to-death` is left out: it tells fast polls from others, and here all of them are fast.
    private static let mutants = Mutant.all.filter { mutant in
        mutant.needs.isEmpty && mutant.plan == "acceptance" && mutant.name != "polled-to-death"
    }

    @Test(arguments: mutants.map(\.name))
    func `is a fail, blamed on what it violates and on nothing but the consequences`(name: String) async throws {
        let mutant = try #require(Mutant.named(name))
        try await Turnstile.deployments.pass {
            guard let misjudgement = try await misjudgement(of: mutant) else { return }
            // On a machine that others keep busy an answer may be late, and a fault may find its victim gone.
            Issue.record("\(misjudgement); once more", severity: .warning)
            let again = try await self.misjudgement(of: mutant)
            #expect(again == nil)
        }
    }

    /// Serves a mutant, has it probed, and tells what is wrong with the blame.
    private func misjudgement(of mutant: Mutant) async throws -> String? {
        try await ProbedDeployment.probe(
            .mutant(mutant.name),
            plan: try await PlanText.acceptance(showing: mutant),
            within: .seconds(240)
        ) { probed in
            let failed = probed.report.ids("failed")
            if let misjudgement = mutant.description.misjudgement(in: failed) { return misjudgement }
            // Too few initiations here to decide their rate, so that nothing worse than that is a grade of C.
            let isFail = failed.contains { Catalogue.builtIn[$0]?.level == .must }
            #expect(probed.output.status == (isFail ? 1 : 2), "\(probed.output.output)\(probed.output.error)")
            return nil
        }
    }
}

extension PlanText {
    /// The acceptance plan, as much of it as it takes to show a mutant.
    static func acceptance(showing mutant: Mutant) async throws -> PlanText {
        var plan = try await Self.acceptance()
        // A minute's worth of initiations more would decide their rate, which is the reference's test.
        try plan.set("maximum_rate_initiations", to: 0)
        let about = mutant.violates.first.flatMap { Catalogue.builtIn[$0]?.group }
        // Only who is about latency has to answer in time.
        if about != .latency {
            try plan.set("status_p99", to: 60)
            try plan.set("results_p99", to: 60)
        }
        // Where scans are never found, or never end, each one takes every poll that the plan has.
        if let first = mutant.violates.first, ["STAT-001", "STAT-005"].contains(first) {
            try plan.set("maximum_polls", to: 120)
        }
        // A fault that shows now and then takes the whole plan; any other one shows in half of it.
        guard about != .latency, about != .rates, !mutant.name.contains("percent-not-found") else { return plan }
        try plan.set("scans", to: 5)
        for symbol in ["XRP/USDT", "DOGE/USDT"] { try plan.leaveOut(symbol: symbol) }
        try plan.set("polls_after_completion", to: 10)
        try plan.set("result_reads", to: 8)
        try plan.set("isolation_probes", to: 4)
        try plan.set("fast_polls", to: 50)
        return plan
    }
}
