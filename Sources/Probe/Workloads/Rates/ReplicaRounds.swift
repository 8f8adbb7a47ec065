//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that begins jobs at each worker's own address and polls them at all of them.
///
/// No balancer can lead these requests to one worker alone: a job that only the worker which began it knows is found
/// out by the first round.
struct ReplicaRounds: Workload {
    /// The number of jobs that are begun at each address.
    private static let jobs = 2
    /// The number of rounds after a job has ended.
    private static let roundsAfter = 3

    let groups: Set<RequirementGroup> = [.status, .results, .rates]
    let needs: [WorkloadNeed] = [
        WorkloadNeed(summary: "the addresses of single workers") { !$0.access.replicas.isEmpty }
    ]
    let phase = WorkloadPhase.undisturbed

    /// Begins the jobs one after the other, at each address in turn.
    func run(_ context: RunContext) async throws {
        let replicas = context.access.replicas
        let bodies = context.plan.jobs.bodies
        for round in 0..<Self.jobs {
            for (index, replica) in replicas.enumerated() {
                let number = round * replicas.count + index
                guard context.clock.now() < context.end else { return }
                try await context.allowance.wait(for: .first)
                let body = context.fresh(bodies[number % bodies.count])
                try await follow("replica-\(number + 1)", body, begunAt: replica, context)
            }
        }
    }

    private func follow(_ name: String, _ body: String, begunAt replica: Target, _ context: RunContext) async throws {
        let plan = context.plan.jobs
        let driver = context.at(replica).driver(name, body: body)
        let initiation = try await driver.initiate()
        guard let id = driver.acceptedID(initiation) else { return }
        var pacer = Pacer(clock: context.clock, interval: plan.pollInterval)
        let deadline = initiation.received + plan.budget
        var roundsLeft = plan.maximumPolls
        var hasEnded = false
        while roundsLeft > 0, context.clock.now() < deadline {
            roundsLeft -= 1
            for target in context.access.replicas {
                let event = try await context.at(target).driver(name, body: body).poll(id)
                guard !hasEnded, let state = event.outcome.response?.parsed?.state, state.isFinal else { continue }
                hasEnded = true
                roundsLeft = min(roundsLeft, Self.roundsAfter)
            }
            if hasEnded {
                for target in context.access.replicas {
                    _ = try await context.at(target).requester.send(
                        PlannedRequest(operation: .results, job: name, jobID: id, token: context.first.token)
                    )
                }
            }
            try await pacer.waitForTurn()
        }
    }
}

extension RunContext {
    /// The run with another address of the same deployment.
    func at(_ target: Target) -> RunContext {
        var requester = self.requester
        requester.renderer = CallRenderer(target: target, profile: requester.profile)
        return RunContext(
            plan: plan,
            jobs: jobs,
            clock: clock,
            requester: requester,
            seed: seed,
            first: first,
            second: second,
            admin: admin,
            access: access,
            decision: decision,
            end: end
        )
    }
}
