//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that cancels a job of its own while it runs, looks at its end, and cancels it again.
struct Cancellation: Workload {
    /// The number of polls after the second cancelling.
    private static let lastPolls = 3

    let groups: Set<RequirementGroup> = [.status]
    let needs = [WorkloadNeed.feature(.cancel)]
    let sections: [any PlanSection.Type] = [Plan.Jobs.self]
    let phase = WorkloadPhase.beside

    func run(_ context: RunContext) async throws {
        guard let body = context.plan.jobs.bodies.last else { return }
        var driver = context.driver("cancelled-1", body: body)
        driver.intent = .cancelled
        let initiation = try await driver.initiate()
        guard let id = driver.acceptedID(initiation) else { return }
        let poll = try await driver.poll(id)
        if poll.outcome.response?.parsed?.state?.isFinal == true { return }
        let cancelling = try await cancel(id, context)
        _ = try await driver.pollUntilFinal(id, initiation: cancelling, pollURL: nil, untilGone: true)
        _ = try await cancel(id, context)
        var pacer = Pacer(clock: context.clock, interval: context.plan.jobs.pollInterval)
        for _ in 0..<Self.lastPolls { _ = try await driver.poll(id, due: try await pacer.waitForTurn()) }
    }

    private func cancel(_ id: String, _ context: RunContext) async throws -> Event {
        try await context.requester.send(
            PlannedRequest(
                operation: .cancel,
                intent: .cancelled,
                job: "cancelled-1",
                jobID: id,
                token: context.first.token
            )
        ).event
    }
}
