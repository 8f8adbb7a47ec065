//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that initiates the same filters twice at the same time: both responses have to name one job.
struct ConcurrentInitiations: Sendable {
    let context: RunContext

    /// Sends the pairs, one after the other, and follows their jobs.
    func run() async throws {
        for (index, body) in (self.context.plan.twinBodies ?? []).enumerated() {
            try await self.probe("twin-\(index + 1)", body: body)
        }
    }

    private func probe(_ name: String, body: String) async throws {
        let planned = PlannedRequest(
            operation: .initiate,
            intent: .twin,
            job: name,
            token: self.context.first.token,
            body: body
        )
        async let left = self.context.requester.send(planned).event
        async let right = self.context.requester.send(planned).event
        let course = self.context.course(name, body: body)
        let initiations = [try await left, try await right]
        var followed: Set<String> = []
        try await withThrowingTaskGroup(of: Void.self) { group in
            for initiation in initiations {
                guard let id = course.acceptedID(initiation), followed.insert(id).inserted else { continue }
                group.addTask { try await course.pursue(initiation) }
            }
            try await group.waitForAll()
        }
    }
}
