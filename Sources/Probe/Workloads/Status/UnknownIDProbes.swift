//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that polls unknown ids repeatedly: they must stay unknown, and polling must not create them.
struct UnknownIDProbes: Sendable {
    /// The number of generated ids; each is polled as often as the plan says.
    private static let ids = 2

    let plan: Plan
    let clock: RunClock
    let requester: Requester
    let session: Session
    let seed: UInt64

    /// Sends the probes, spread over time like polls.
    func run() async throws {
        var random = SeededRandom(seed: self.seed, purpose: "unknown ids")
        var pacer = Pacer(clock: self.clock, interval: self.plan.pollInterval)
        let template = self.requester.profile.madeUpID
        let ids = (0..<Self.ids).map { _ in SampleID.draw(template, from: &random) }
        for _ in 0..<self.plan.isolationProbes {
            try await pacer.waitForTurn()
            for id in ids {
                for operation in [Event.Operation.status, .results] {
                    _ = try await self.requester.send(
                        PlannedRequest(operation: operation, intent: .unknownID, jobID: id, token: self.session.token)
                    )
                }
            }
        }
    }
}
