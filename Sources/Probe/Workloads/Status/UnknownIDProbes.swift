//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that requests ids that no job has, repeatedly: they must stay unknown, and requests must not create them.
struct UnknownIDProbes: Workload {
    /// The number of made-up ids; each is requested as often as the plan says.
    private static let ids = 2

    let groups: Set<RequirementGroup> = [.status, .isolation]
    let needs = [WorkloadNeed.feature(.unknownIDs)]
    let sections: [any PlanSection.Type] = [Plan.Isolation.self]
    let phase = WorkloadPhase.beside

    /// Sends the probes, spread like polls.
    func run(_ context: RunContext) async throws {
        var random = SeededRandom(seed: context.seed, purpose: "unknown ids")
        var pacer = Pacer(clock: context.clock, interval: context.plan.jobs.pollInterval)
        let template = context.requester.profile.madeUpID
        let ids = (0..<Self.ids).map { _ in SampleID.draw(template, from: &random) }
        for _ in 0..<context.plan.isolation.probes {
            try await pacer.waitForTurn()
            for id in ids {
                for operation in [Event.Operation.status, .results] {
                    _ = try await context.requester.send(
                        PlannedRequest(
                            operation: operation,
                            intent: .unknownID,
                            jobID: id,
                            token: context.first.token
                        )
                    )
                }
            }
        }
    }
}
