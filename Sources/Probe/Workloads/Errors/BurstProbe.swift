//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Starts more jobs within a minute than a user may: the last thing of a run, since nothing works for that user then.
struct BurstProbe: Sendable {
    /// How many requests are under way at a time.
    private static let width = 8

    let context: RunContext

    /// Sends the burst, all with one body.
    func run() async throws {
        let count = self.context.plan.burst ?? 0
        let (user, session) = self.context.bystander
        let planned = PlannedRequest(
            operation: .initiate,
            intent: .burst,
            user: user,
            token: session.token,
            body: (self.context.plan.bodies.last ?? "{}").forcingRefresh(false)
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                if index >= Self.width { try await group.next() }
                group.addTask { _ = try await self.context.requester.send(planned) }
            }
            try await group.waitForAll()
        }
    }
}
