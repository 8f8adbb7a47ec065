//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that requests each job in another user's name: the responses must not reveal it.
///
/// Every probe takes its own connection and is repeated: one refusal proves nothing about the other workers.
struct ForeignIDProbes: JobCompanion {
    let groups: Set<RequirementGroup> = [.isolation]
    let needs = [WorkloadNeed.secondUser]
    let sections: [any PlanSection.Type] = [Plan.Isolation.self]

    func accompany(_ job: AccompaniedJob) async throws { try await probe(job) }

    func revisit(_ job: AccompaniedJob) async throws { try await probe(job) }

    private func probe(_ job: AccompaniedJob) async throws {
        guard let second = job.context.second else { return }
        // Spread over the job's first while, so that they meet it in more than one state.
        var pacer = Pacer(clock: job.context.clock, interval: job.context.plan.jobs.pollInterval / 2)
        for _ in 0..<job.context.plan.isolation.probes {
            try await pacer.waitForTurn()
            for operation in [Event.Operation.status, .results] {
                _ = try await job.context.requester.send(
                    PlannedRequest(
                        operation: operation,
                        intent: .foreignID,
                        job: job.name,
                        jobID: job.id,
                        user: .second,
                        token: second.token
                    )
                )
            }
        }
    }
}
