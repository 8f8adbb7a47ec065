//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// What else is initiated with the filters of a scan: again while it runs, and anew after it is complete.
struct ScanCompanions: Sendable {
    let context: RunContext

    /// Initiates the filters of a running scan again: every answer has to name that scan.
    func join(_ scan: String, _ scanID: String, body: String) async throws {
        for _ in 0..<(self.context.plan.joins ?? 0) {
            _ = try await self.initiate(.joins, scan, scanID, body: body.forcingRefresh(false))
        }
    }

    /// Refreshes a complete scan, follows the new one and goes on looking at the old one.
    func refresh(_ course: ScanCourse, _ scanID: String) async throws {
        for number in 0..<(self.context.plan.refreshes ?? 0) {
            let initiation = try await self.initiate(
                .refreshes,
                course.name,
                scanID,
                body: course.body.forcingRefresh(true)
            )
            let suffix = number == 0 ? "refreshed" : "refreshed-\(number + 1)"
            let next = self.context.course("\(course.name)-\(suffix)", body: course.body)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await next.pursue(initiation) }
                group.addTask { try await course.lookAgain(scanID, readsResults: true) }
                try await group.waitForAll()
            }
            try await course.lookOnce(scanID)
        }
    }

    private func initiate(
        _ intent: Event.Intent,
        _ scan: String,
        _ scanID: String,
        body: String
    ) async throws -> Event {
        try await self.context.requester.send(
            Errand(
                operation: .initiate,
                intent: intent,
                scan: scan,
                scanID: scanID,
                token: self.context.first.token,
                body: body
            )
        ).event
    }
}
