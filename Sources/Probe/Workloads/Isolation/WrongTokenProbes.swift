//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Synchronization

/// The workload that requests a job without a token and with wrong ones: the responses must not reveal it.
///
/// Every probe takes its own connection and is repeated: one refusal proves nothing about the other workers.
final class WrongTokenProbes: JobCompanion {
    let groups: Set<RequirementGroup> = [.isolation]
    let needs = [WorkloadNeed.tokens]
    let sections: [any PlanSection.Type] = [Plan.Isolation.self]

    /// A flag that the first job takes, since one is enough.
    private let isTaken = Mutex(false)

    func revisit(_ job: AccompaniedJob) async throws {
        guard let token = job.context.first.token, take() else { return }
        for (intent, token) in Self.wrongTokens(
            from: token,
            of: job.context.requester.profile.access.kind,
            seed: job.context.seed
        ) {
            for _ in 0..<job.context.plan.isolation.probes {
                for operation in [Event.Operation.status, .results] {
                    _ = try await job.context.requester.send(
                        PlannedRequest(
                            operation: operation,
                            intent: intent,
                            job: job.name,
                            jobID: job.id,
                            user: .nobody,
                            token: token
                        )
                    )
                }
            }
        }
    }

    /// Returns true for the first caller.
    private func take() -> Bool {
        self.isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
    }

    /// Returns the wrong tokens: what looks like a JWT is forged as one, any other token by its characters.
    private static func wrongTokens(
        from token: String,
        of kind: Profile.TokenScheme.Kind?,
        seed: UInt64
    ) -> [(Event.Intent, String?)] {
        let tokens: [(Event.Intent, String?)] = [(.noToken, nil), (.malformedToken, "not-a-token")]
        guard kind != .opaque, let forgery = TokenForgery(token: token, seed: seed) else {
            return tokens + [(.forgedToken, OpaqueForgery.forged(from: token, seed: seed))]
        }
        return tokens + [
            (.unsignedToken, forgery.unsigned), (.forgedToken, forgery.forged), (.expiredToken, forgery.expired),
        ]
    }
}
