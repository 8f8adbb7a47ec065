//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that sends a cookie of the deployment back, to see whether it ties the client to one worker.
///
/// The prober keeps no cookies, so that each of its connections draws its worker anew. A browser keeps them.
struct AffinityProbes: Workload {
    /// The number of requests with the cookie: two workers would be met with a probability of 1 - 1/2^11.
    private static let requests = 12

    let groups: Set<RequirementGroup> = [.rates]
    let needs: [WorkloadNeed] = [.plan("`isolation.probes` above 0") { $0.isolation.probes > 0 }]
    let phase = WorkloadPhase.undisturbed

    /// Polls a job that is over, each time with the same cookies.
    func run(_ context: RunContext) async throws {
        guard let job = context.followed.all.last(where: \.isComplete) else { return }
        let planned = PlannedRequest(
            operation: .status,
            intent: .replayedCookie,
            job: job.name,
            jobID: job.id,
            token: context.first.token
        )
        let first = try await context.requester.send(planned).event
        guard let field = first.outcome.response?.headers["set-cookie"] else { return }
        let cookies = CookieField.pairs(in: field).map { "\($0.name)=\($0.value)" }
        guard !cookies.isEmpty else { return }
        var pacer = Pacer(clock: context.clock, interval: min(context.plan.jobs.pollInterval, .milliseconds(100)))
        for _ in 0..<Self.requests {
            guard context.clock.now() < context.end else { return }
            var replay = planned
            replay.cookies = cookies.joined(separator: "; ")
            _ = try await context.requester.send(replay)
            try await pacer.waitForTurn()
        }
    }
}
