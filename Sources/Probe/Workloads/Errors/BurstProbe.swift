//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that exceeds the rate limit on initiations; it runs last, since the user is blocked afterwards.
struct BurstProbe: Workload {
    /// The number of concurrent requests.
    private static let width = 8

    let groups: Set<RequirementGroup> = [.errors]
    let needs: [WorkloadNeed] = [.feature(.rateLimit), .plan("`errors.burst` above 0") { $0.errors.burst > 0 }]
    let sections: [any PlanSection.Type] = [Plan.Errors.self]
    let phase = WorkloadPhase.last

    /// Sends the burst, with one body for all requests.
    func run(_ context: RunContext) async throws {
        let count = context.plan.errors.burst
        let (user, session) = context.bystander
        let planned = PlannedRequest(
            operation: .initiate,
            intent: .burst,
            user: user,
            token: session.token,
            body: (context.plan.jobs.bodies.last ?? "{}").forcingRefresh(false)
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                if index >= Self.width { try await group.next() }
                group.addTask { _ = try await context.requester.send(planned) }
            }
            try await group.waitForAll()
        }
    }
}
