//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that initiates the same filters twice at the same time: both responses have to name one job.
struct ConcurrentInitiations: Workload {
    let groups: Set<RequirementGroup> = [.initiate]
    let needs: [WorkloadNeed] = [
        .feature(.filters), .plan("`initiate.twin_bodies`") { !$0.initiate.twinBodies.isEmpty },
    ]
    let sections: [any PlanSection.Type] = [Plan.Initiate.self]
    let phase = WorkloadPhase.beside

    /// Sends the pairs, one after the other, and follows their jobs.
    func run(_ context: RunContext) async throws {
        for (index, body) in context.plan.initiate.twinBodies.enumerated() {
            try await probe("twin-\(index + 1)", body: body, context)
        }
    }

    private func probe(_ name: String, body: String, _ context: RunContext) async throws {
        let planned = PlannedRequest(
            operation: .initiate,
            intent: .twin,
            job: name,
            token: context.first.token,
            body: body
        )
        async let left = context.requester.send(planned).event
        async let right = context.requester.send(planned).event
        let driver = context.driver(name, body: body)
        let initiations = [try await left, try await right]
        var followed: Set<String> = []
        try await withThrowingTaskGroup(of: Void.self) { group in
            for initiation in initiations {
                guard let id = driver.acceptedID(initiation), followed.insert(id).inserted else { continue }
                group.addTask { try await driver.pursue(initiation) }
            }
            try await group.waitForAll()
        }
    }
}
