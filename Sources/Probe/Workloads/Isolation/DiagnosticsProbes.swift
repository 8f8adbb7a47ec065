//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that calls the diagnostics with an operator's token, to see that they exist, and with a user's.
struct DiagnosticsProbes: Workload {
    let groups: Set<RequirementGroup> = [.isolation]
    let needs: [WorkloadNeed] = [.admin, .endpoint("diagnostics", \.diagnostics)]
    let sections: [any PlanSection.Type] = [Plan.Isolation.self]
    let phase = WorkloadPhase.beside

    func run(_ context: RunContext) async throws {
        guard let admin = context.admin else { return }
        for _ in 0..<context.plan.isolation.probes {
            try await send(.adminToken, .admin, admin, context)
            try await send(.userToken, .first, context.first, context)
        }
    }

    private func send(
        _ intent: Event.Intent,
        _ user: Event.User,
        _ session: Session,
        _ context: RunContext
    ) async throws {
        _ = try await context.requester.send(
            PlannedRequest(operation: .diagnostics, intent: intent, user: user, token: session.token)
        )
    }
}
