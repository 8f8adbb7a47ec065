//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that makes a proxy answer by itself, to see whether there is one.
///
/// Some load balancers add nothing to what they pass on. Their limits of a header are lower than those of most servers,
/// and the page by which they refuse a longer one has a form of its own.
struct FrontProbe: Workload {
    /// The length of the header: common proxies take 8 or 16 KiB.
    private static let length = 24_000

    let groups: Set<RequirementGroup> = [.rates]
    let needs: [WorkloadNeed] = [.plan("`isolation.probes` above 0") { $0.isolation.probes > 0 }]
    let phase = WorkloadPhase.undisturbed

    /// Polls a job with a cookie that is too long.
    func run(_ context: RunContext) async throws {
        guard context.clock.now() < context.end, let job = context.followed.all.last else { return }
        var planned = PlannedRequest(
            operation: .status,
            intent: .longHeader,
            job: job.name,
            jobID: job.id,
            token: context.first.token
        )
        planned.cookies = "long=" + String(repeating: "x", count: Self.length)
        _ = try await context.requester.send(planned)
    }
}
