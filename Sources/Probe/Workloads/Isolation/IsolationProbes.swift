//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Synchronization

/// What must not be seen: other users' jobs, and any job with a wrong token.
///
/// Every probe takes a connection of its own and is repeated: one refusal proves nothing of the other workers.
struct IsolationProbes: Sendable {
    let plan: Plan
    let clock: RunClock
    let requester: Requester
    let first: Session
    let second: Session?
    let seed: UInt64
    /// Lets the token probes run for one job only.
    let tokenTurn: Turn

    /// Asks for the first user's job in the second user's name.
    func probeForeign(job: String, jobID: String) async throws {
        guard let second else { return }
        // Spread over the job's first while, so that they meet it in more than one state.
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

    /// Asks for an existing job with no token and with wrong ones, for the first job that gets here.
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

    /// A token that is no JWT leaves nothing to forge.
    private func wrongTokens(from token: String) -> [(Event.Intent, String?)] {
        var tokens: [(Event.Intent, String?)] = [(.noToken, nil), (.malformedToken, "not-a-token")]
        guard let forgery = TokenForgery(token: token, seed: self.seed) else { return tokens }
        tokens.append((.unsignedToken, forgery.unsigned))
        tokens.append((.forgedToken, forgery.forged))
        tokens.append((.expiredToken, forgery.expired))
        return tokens
    }

    /// Something that only the first who asks may do.
    final class Turn: Sendable {
        private let isTaken = Mutex(false)

        /// Returns whether the caller is the first.
        func take() -> Bool {
            self.isTaken.withLock { isTaken in
                defer { isTaken = true }
                return !isTaken
            }
        }
    }
}
