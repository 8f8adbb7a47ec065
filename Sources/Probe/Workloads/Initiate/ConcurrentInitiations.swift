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

    /// Sends pairs until one of them was in flight at the same time, and follows their jobs.
    func run(_ context: RunContext) async throws {
        for (index, body) in context.plan.initiate.twinBodies.enumerated() {
            guard try await !probe("twin-\(index + 1)", body: body, context) else { return }
        }
    }

    /// Returns true if the two requests overlapped and were both accepted: a deployment that serves one connection
    /// after the other answers the first before it lets the second in, and then they were not concurrent.
    private func probe(_ name: String, body: String, _ context: RunContext) async throws -> Bool {
        let planned = PlannedRequest(
            operation: .initiate,
            intent: .twin,
            job: name,
            token: context.first.token,
            body: body
        )
        let driver = context.driver(name, body: body)
        let (one, other) = try await context.requester.sendTwice(planned)
        var followed: Set<String> = []
        try await withThrowingTaskGroup(of: Void.self) { group in
            for initiation in [one, other] {
                guard let id = driver.acceptedID(initiation), followed.insert(id).inserted else { continue }
                group.addTask { try await driver.pursue(initiation) }
            }
            try await group.waitForAll()
        }
        return one.sent <= other.received && other.sent <= one.received
            && driver.acceptedID(one) != nil && driver.acceptedID(other) != nil
    }
}
