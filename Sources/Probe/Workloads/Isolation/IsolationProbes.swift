//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Synchronization

/// The workload that requests other users' jobs, and jobs with wrong tokens: the responses must not reveal them.
///
/// Every probe takes its own connection and is repeated: one refusal proves nothing about the other workers.
struct IsolationProbes: Sendable {
    let plan: Plan
    let clock: RunClock
    let requester: Requester
    let first: Session
    let second: Session?
    let seed: UInt64
    /// The permission for the token probes, which one job only takes.
    let tokenTurn: Turn

    /// Requests the first user's job in the second user's name.
    func probeForeign(job: String, jobID: String) async throws {
        guard let second else { return }
        // Spread over the beginning of the job, so that they meet it in more than one state.
        var pacer = Pacer(clock: self.clock, interval: self.plan.pollInterval / 2)
        for _ in 0..<self.plan.isolationProbes {
            try await pacer.waitForTurn()
            for operation in [Event.Operation.status, .results] {
                _ = try await self.requester.send(
                    PlannedRequest(
                        operation: operation,
                        intent: .foreignID,
                        job: job,
                        jobID: jobID,
                        user: .second,
                        token: second.token
                    )
                )
            }
        }
    }

    /// Requests an existing job without a token and with wrong ones, for the first job that gets here.
    func probeTokensOnce(job: String, jobID: String) async throws {
        guard let token = self.first.token, self.tokenTurn.take() else { return }
        for (intent, token) in self.wrongTokens(from: token) {
            for _ in 0..<self.plan.isolationProbes {
                for operation in [Event.Operation.status, .results] {
                    _ = try await self.requester.send(
                        PlannedRequest(
                            operation: operation,
                            intent: intent,
                            job: job,
                            jobID: jobID,
                            user: .nobody,
                            token: token
                        )
                    )
                }
            }
        }
    }

    /// Returns the wrong tokens; nothing can be forged from a token that is not a JWT.
    private func wrongTokens(from token: String) -> [(Event.Intent, String?)] {
        var tokens: [(Event.Intent, String?)] = [(.noToken, nil), (.malformedToken, "not-a-token")]
        guard let forgery = TokenForgery(token: token, seed: self.seed) else { return tokens }
        tokens.append((.unsignedToken, forgery.unsigned))
        tokens.append((.forgedToken, forgery.forged))
        tokens.append((.expiredToken, forgery.expired))
        return tokens
    }

    /// A flag that only the first caller takes.
    final class Turn: Sendable {
        private let isTaken = Mutex(false)

        /// Returns true for the first caller.
        func take() -> Bool {
            self.isTaken.withLock { isTaken in
                defer { isTaken = true }
                return !isTaken
            }
        }
    }
}
