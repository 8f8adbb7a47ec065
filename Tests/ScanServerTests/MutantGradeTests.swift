//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ConformanceMutantList
import ProbeHistory
import ScanMutants
import TestSupport
import Testing

/// The grades of all mutants that a plain user can detect: real workers, the prober's program and its report.
///
/// A few run at a time. There is no time limit, since waiting for a permit would count; each step has its own timeout.
@Suite struct `A mutant's grade` {
    /// The mutants that the acceptance plan detects without operator access.
    ///
    /// Mutants that differ between two paces of polling are excluded, since here all polls are fast.
    private static let mutants = Mutant.selected.filter { mutant in
        mutant.needs.isEmpty && mutant.plan == "acceptance" && !mutant.traits.contains(.paced)
    }

    @Test(arguments: mutants.map(\.name))
    func `is a fail, blamed on what it violates and on nothing but the consequences`(name: String) async throws {
        let mutant = try #require(Mutant.named(name))
        try await AsyncSemaphore.deployments.pass {
            try await Repetition.once { try await misjudgement(of: mutant) }
        }
    }

    /// Serves and probes a mutant, and returns the error in the blamed requirements, if any.
    private func misjudgement(of mutant: Mutant) async throws -> Repetition.Miss? {
        try await ProbedDeployment.probe(
            .mutant(mutant.name),
            plan: try await PlanText.acceptance(showing: mutant),
            within: .seconds(240)
        ) { probed in
            let failed = probed.report.ids("failed")
            if let misjudgement = mutant.description.misjudgement(in: failed) {
                return Repetition.Miss(misjudgement, log: "\(probed.output.output)\(probed.output.error)")
            }
            #expect(probed.report.misnaming(mutant) == nil, "\(probed.output.output)")
            // The plan has too few initiations to decide their rate, so without a failed MUST the status is 2.
            let isFail = failed.contains { Catalogue.builtIn[$0]?.level == .must }
            #expect(probed.output.status == (isFail ? 1 : 2), "\(probed.output.output)\(probed.output.error)")
            return nil
        }
    }
}

extension PlanText {
    /// Returns the part of the acceptance plan that is needed to detect a mutant.
    static func acceptance(showing mutant: Mutant) async throws -> PlanText {
        var plan = try await Self.acceptance()
        // Deciding the rate of initiations takes another minute; the reference's test covers it.
        try plan.set("rates.maximum_initiations", to: mutant.traits.contains(.rare) ? 40 : 0)
        let about = mutant.violates.first.flatMap { Catalogue.builtIn[$0]?.group }
        // Latency matters only for mutants of the latency group.
        if about != .latency {
            try plan.set("latency.status_p99", to: 60)
            try plan.set("latency.results_p99", to: 60)
        }
        // If scans are never found or never end, each one takes every poll of the plan.
        if mutant.traits.contains(.endless) {
            try plan.set("jobs.maximum_polls", to: 120)
        }
        // An intermittent fault needs the whole plan; half of it is enough for any other.
        guard !mutant.traits.contains(.intermittent) else { return plan }
        try plan.set("jobs.count", to: 5)
        for symbol in ["XRP/USDT", "DOGE/USDT"] { try plan.leaveOut(symbol: symbol) }
        try plan.set("jobs.polls_after_completion", to: 10)
        try plan.set("jobs.result_reads", to: 8)
        try plan.set("isolation.probes", to: 4)
        try plan.set("status.fast_polls", to: 50)
        return plan
    }
}
