//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that starts and follows a job after all bad input, to see that it did no harm.
struct AfterBadInput: Workload {
    let groups: Set<RequirementGroup> = [.errors]
    let needs: [WorkloadNeed] = BadInputProbes.conditions
    let sections: [any PlanSection.Type] = [Plan.Errors.self]
    let phase = WorkloadPhase.besideInTurn

    func run(_ context: RunContext) async throws {
        guard let body = context.plan.jobs.bodies.last else { return }
        var driver = context.driver("after-errors", body: context.fresh(body))
        driver.intent = .afterErrors
        try await driver.run()
    }
}
