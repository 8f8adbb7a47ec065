//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that exceeds the rate limit on initiations; it runs last, since the user is blocked afterwards.
struct BurstProbe: Sendable {
    /// The number of concurrent requests.
    private static let width = 8

    let context: RunContext

    /// Sends the burst, with one body for all requests.
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
