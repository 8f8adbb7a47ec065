//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that sends initiations with the same key twice: one after the other, and at once.
struct RepeatedKeys: Workload {
    let groups: Set<RequirementGroup> = [.initiate]
    let needs = [WorkloadNeed.feature(.idempotency)]
    let sections: [any PlanSection.Type] = [Plan.Jobs.self]
    let phase = WorkloadPhase.beside

    func run(_ context: RunContext) async throws {
        guard let body = context.plan.jobs.bodies.first else { return }
        try await repeatInTurn(body, context)
        try await repeatAtOnce(body, context)
    }

    private func repeatInTurn(_ body: String, _ context: RunContext) async throws {
        let planned = planned("key-1", body, context)
        let first = try await context.requester.send(planned).event
        _ = try await context.requester.send(planned)
        try await context.driver("key-1", body: body).pursue(first)
    }

    private func repeatAtOnce(_ body: String, _ context: RunContext) async throws {
        let planned = planned("key-2", body, context)
        let (first, _) = try await context.requester.sendTwice(planned)
        try await context.driver("key-2", body: body).pursue(first)
    }

    private func planned(_ name: String, _ body: String, _ context: RunContext) -> PlannedRequest {
        var planned = PlannedRequest(
            operation: .initiate,
            intent: .repeated,
            job: name,
            token: context.first.token,
            body: body
        )
        planned.fresh = context.requester.freshValues()
        return planned
    }
}
