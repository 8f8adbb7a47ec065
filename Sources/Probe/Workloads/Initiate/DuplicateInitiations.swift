//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Further initiations with the filters of a job: again while it runs, and with a refresh after it is complete.
struct DuplicateInitiations: Sendable {
    let context: RunContext

    /// Initiates the filters of a running job again: every response has to name that job.
    func join(_ job: String, _ jobID: String, body: String) async throws {
        for _ in 0..<(self.context.plan.joins ?? 0) {
            _ = try await self.initiate(.joins, job, jobID, body: body.forcingRefresh(false))
        }
    }

    /// Refreshes a complete job, follows the new one and goes on polling the old one.
    func refresh(_ course: JobDriver, _ jobID: String) async throws {
        for number in 0..<(self.context.plan.refreshes ?? 0) {
            let initiation = try await self.initiate(
                .refreshes,
                course.name,
                jobID,
                body: course.body.forcingRefresh(true)
            )
            let suffix = number == 0 ? "refreshed" : "refreshed-\(number + 1)"
            let next = self.context.course("\(course.name)-\(suffix)", body: course.body)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await next.pursue(initiation) }
                group.addTask { try await course.lookAgain(jobID, readsResults: true) }
                try await group.waitForAll()
            }
            try await course.lookOnce(jobID)
        }
    }

    private func initiate(
        _ intent: Event.Intent,
        _ job: String,
        _ jobID: String,
        body: String
    ) async throws -> Event {
        try await self.context.requester.send(
            PlannedRequest(
                operation: .initiate,
                intent: intent,
                job: job,
                jobID: jobID,
                token: self.context.first.token,
                body: body
            )
        ).event
    }
}
