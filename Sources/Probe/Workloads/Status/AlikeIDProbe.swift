//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that asks for an id like a job's which no job has, where the API is not said to know unknown ids.
///
/// Some APIs answer any id like that of a job which waits, as Celery does; being found says nothing there.
struct AlikeIDProbe: Workload {
    /// The number of ids; each is requested once.
    private static let ids = 2

    let groups: Set<RequirementGroup> = [.status, .rates]
    let needs: [WorkloadNeed] = [.plan("`isolation.probes` above 0") { $0.isolation.probes > 0 }]
    let sections: [any PlanSection.Type] = [Plan.Isolation.self]
    let phase = WorkloadPhase.undisturbed

    /// Polls ids in the form of the last job's.
    func run(_ context: RunContext) async throws {
        let profile = context.requester.profile
        // Those of an API that knows unknown ids are asked for beside the jobs.
        guard !profile.offers.contains(.unknownIDs), profile.status.path.contains("{job_id}"),
            let job = context.followed.all.last
        else { return }
        var random = SeededRandom(seed: context.seed, purpose: "ids like a job's")
        for _ in 0..<Self.ids {
            guard let id = SampleID.draw(like: job.id, from: &random) else { return }
            _ = try await context.requester.send(
                PlannedRequest(operation: .status, intent: .unknownID, jobID: id, token: context.first.token)
            )
        }
    }
}
