//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that reads the deployment's metrics, once before its jobs and once after them.
struct MetricsReading: Workload {
    let groups: Set<RequirementGroup> = [.observability]
    let needs: [WorkloadNeed] = [.admin, .endpoint("metrics", \.metrics)]
    let sections: [any PlanSection.Type] = [Plan.Isolation.self]
    let phase: WorkloadPhase

    /// Reads the metrics several times, since each worker has its own.
    func run(_ context: RunContext) async throws {
        let requester = context.requester
        guard let metrics = requester.profile.metrics, let admin = context.admin else { return }
        let url = requester.target.url(rootPath: metrics.path, basePath: requester.profile.basePath)
        for _ in 0..<max(1, context.plan.isolation.probes) {
            _ = try await requester.send(
                PlannedRequest(
                    operation: .metrics,
                    intent: .adminToken,
                    user: .admin,
                    token: admin.token,
                    url: url
                )
            )
        }
    }
}
