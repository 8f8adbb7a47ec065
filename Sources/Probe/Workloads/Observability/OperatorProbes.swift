//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that calls the operator endpoints, with an operator's token to see that they exist, and with a user's.
struct OperatorProbes: Sendable {
    let context: RunContext

    /// Calls the diagnostics with an operator's token and with a user's.
    func probeDiagnostics() async throws {
        guard self.context.requester.profile.diagnostics != nil, let admin = self.context.admin else { return }
        for _ in 0..<self.context.plan.isolationProbes {
            try await self.send(.diagnostics, .adminToken, .admin, admin)
            try await self.send(.diagnostics, .userToken, .first, self.context.first)
        }
    }

    /// Reads the metrics several times, since each worker has its own.
    func readMetrics() async throws {
        guard let metrics = self.context.requester.profile.metrics, let admin = self.context.admin else { return }
        let requester = self.context.requester
        let url = requester.target.url(rootPath: metrics.path, basePath: requester.profile.basePath)
        for _ in 0..<max(1, self.context.plan.isolationProbes) {
            try await self.send(.metrics, .adminToken, .admin, admin, url: url)
        }
    }

    private func send(
        _ operation: Event.Operation,
        _ intent: Event.Intent,
        _ user: Event.User,
        _ session: Session,
        url: String? = nil
    ) async throws {
        _ = try await self.context.requester.send(
            PlannedRequest(operation: operation, intent: intent, user: user, token: session.token, url: url)
        )
    }
}
