//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// The workload that looks at a job which was deleted, or whose time is over: it must be gone on every worker.
struct Forgetting: Workload {
    let groups: Set<RequirementGroup> = [.status]
    let needs = [WorkloadNeed.feature(.retention)]
    let sections: [any PlanSection.Type] = [Plan.Jobs.self, Plan.Isolation.self]
    let phase = WorkloadPhase.undisturbed

    func run(_ context: RunContext) async throws {
        guard let body = context.plan.jobs.bodies.last else { return }
        let driver = context.driver("forgotten-1", body: body)
        let initiation = try await driver.initiate()
        guard let id = driver.acceptedID(initiation),
            try await driver.pollUntilFinal(id, initiation: initiation, pollURL: nil) != nil,
            try await isOver(id, context)
        else { return }
        for _ in 0..<max(2, context.plan.isolation.probes) {
            for operation in [Event.Operation.status, .results] {
                _ = try await context.requester.send(planned(operation, id, context))
            }
        }
    }

    /// Deletes the job, or waits until its time is over.
    ///
    /// - Returns: False when it could not be deleted, or the run is too short to wait.
    private func isOver(_ id: String, _ context: RunContext) async throws -> Bool {
        let profile = context.requester.profile
        if let delete = profile.delete {
            let event = try await context.requester.send(planned(.delete, id, context)).event
            return event.outcome.response.map { delete.accepts.contains($0.status) } ?? false
        }
        guard let time = profile.keptFor else { return false }
        // A little more than the time: the deployment counts by its own clock.
        let end = context.clock.now() + time + time / 10 + .seconds(1)
        guard end < context.end else { return false }
        try await context.clock.sleep(end)
        return true
    }

    private func planned(_ operation: Event.Operation, _ id: String, _ context: RunContext) -> PlannedRequest {
        PlannedRequest(
            operation: operation,
            intent: operation == .delete ? .course : .expired,
            job: "forgotten-1",
            jobID: id,
            token: context.first.token
        )
    }
}
