//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that starts and follows a job after all bad input, to see that it did no harm.
///
/// A worker that it did harm to is one of several, so the job is asked for a few times more, as often as the user's quota
/// allows; where the API has filters, these requests join it.
struct AfterBadInput: Workload {
    /// The number of further requests: with the first, one worker of three is missed by 13 of 100 runs.
    private static let furtherRequests = 4

    let groups: Set<RequirementGroup> = [.errors]
    let needs: [WorkloadNeed] = BadInputProbes.conditions
    let sections: [any PlanSection.Type] = [Plan.Errors.self]
    let phase = WorkloadPhase.besideInTurn

    func run(_ context: RunContext) async throws {
        guard let body = context.plan.jobs.bodies.last else { return }
        var driver = context.driver("after-errors", body: context.fresh(body))
        driver.intent = .afterErrors
        let initiation = try await driver.initiate()
        if let id = driver.acceptedID(initiation) { try await join(id, of: driver, context) }
        try await driver.pursue(initiation)
    }

    private func join(_ id: String, of driver: JobDriver, _ context: RunContext) async throws {
        guard context.requester.profile.offers.contains(.filters),
            var members = JSONValue(parsing: driver.body)?.object
        else { return }
        // The same members as before: whoever refuses `{}` is not spoilt by bad input.
        members["force_refresh"] = .bool(false)
        let planned = PlannedRequest(
            operation: .initiate,
            intent: .joins,
            job: driver.name,
            jobID: id,
            token: context.first.token,
            body: JSONValue.object(members).canonicalText
        )
        for _ in 0..<(await context.allowance.room(for: .first, upTo: Self.furtherRequests)) {
            _ = try await context.requester.send(planned)
        }
    }
}
