//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that begins a job and asks for the jobs that there are, on every worker.
struct ListReading: Workload {
    let groups: Set<RequirementGroup> = [.status]
    let needs = [WorkloadNeed.feature(.list)]
    let sections: [any PlanSection.Type] = [Plan.Jobs.self, Plan.Isolation.self]
    let phase = WorkloadPhase.undisturbed

    func run(_ context: RunContext) async throws {
        guard let body = context.plan.jobs.bodies.last else { return }
        let driver = context.driver("listed-1", body: body)
        let initiation = try await driver.initiate()
        guard let id = driver.acceptedID(initiation) else { return }
        try await ask(about: id, context)
        guard try await driver.pollUntilFinal(id, initiation: initiation, pollURL: nil) != nil else { return }
        try await ask(about: id, context)
    }

    private func ask(about id: String, _ context: RunContext) async throws {
        for _ in 0..<max(2, context.plan.isolation.probes) {
            let planned = PlannedRequest(
                operation: .list,
                job: "listed-1",
                jobID: id,
                token: context.first.token
            )
            _ = try await context.requester.send(planned)
        }
    }
}
