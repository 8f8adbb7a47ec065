//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

@testable import Probe

// The example of `Conformance/Guides/author-a-workload.md`, to the letter.

extension Plan {
    /// The section `echoes`: the made-up ids that are requested one after the other.
    struct Echoes: PlanSection {
        /// The number of rounds.
        var rounds = 2
        /// The time from one round to the next.
        var pause = Duration.milliseconds(10)

        static let name = "echoes"

        static let keys: [PlanKey<Self>] = [
            .int("rounds", \.rounds, in: 0...100), .seconds("pause", \.pause, in: 0...60),
        ]
    }
}

/// The workload that requests an id that no job has, once in each round.
struct Echoes: Workload {
    let groups: Set<RequirementGroup> = [.status]
    let needs: [WorkloadNeed] = [
        .feature(.unknownIDs), .plan("`echoes.rounds` above 0") { $0[Plan.Echoes.self].rounds > 0 },
    ]
    let sections: [any PlanSection.Type] = [Plan.Echoes.self]
    let phase = WorkloadPhase.undisturbed

    func run(_ context: RunContext) async throws {
        let echoes = context.plan[Plan.Echoes.self]
        var random = SeededRandom(seed: context.seed, purpose: "echoes")
        var pacer = Pacer(clock: context.clock, interval: echoes.pause)
        for _ in 0..<echoes.rounds {
            try await pacer.waitForTurn()
            let id = SampleID.draw(context.requester.profile.madeUpID, from: &random)
            _ = try await context.requester.send(
                PlannedRequest(operation: .status, intent: .unknownID, jobID: id, token: context.first.token)
            )
        }
    }
}
