//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload of further initiations with the first job's filters: again while it runs, and with a refresh after it is
/// complete.
struct DuplicateInitiations: JobCompanion {
    // They count for the rate of initiations, and the jobs that they start for every group.
    let groups = Set(RequirementGroup.allCases)
    let needs = [WorkloadNeed.feature(.filters)]
    let sections: [any PlanSection.Type] = [Plan.Initiate.self]

    /// Initiates the filters of the running job again: every response has to name that job.
    func accompany(_ job: AccompaniedJob) async throws {
        guard job.driver.index == 0 else { return }
        for _ in 0..<job.context.plan.initiate.joins {
            _ = try await initiate(.joins, job, body: job.driver.body.forcingRefresh(false))
        }
    }

    /// Refreshes the complete job, follows the new one and goes on polling the old one.
    func completed(_ job: AccompaniedJob) async throws {
        guard job.driver.index == 0 else { return }
        for number in 0..<job.context.plan.initiate.refreshes {
            let initiation = try await initiate(.refreshes, job, body: job.driver.body.forcingRefresh(true))
            let suffix = number == 0 ? "refreshed" : "refreshed-\(number + 1)"
            let next = job.context.driver("\(job.name)-\(suffix)", body: job.driver.body)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await next.pursue(initiation) }
                group.addTask { try await job.driver.lookAgain(job.id, readsResults: true) }
                try await group.waitForAll()
            }
            try await job.driver.lookOnce(job.id)
        }
    }

    private func initiate(_ intent: Event.Intent, _ job: AccompaniedJob, body: String) async throws -> Event {
        try await job.context.requester.send(
            PlannedRequest(
                operation: .initiate,
                intent: intent,
                job: job.name,
                jobID: job.id,
                token: job.context.first.token,
                body: body
            )
        ).event
    }
}
