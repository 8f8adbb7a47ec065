//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// RES-009: the id in a results body is the requested one, and the user is the caller.
///
/// Only the first user's id is known; another user's results must at least not name the first one.
enum ResultsIdentityCheck {
    /// RES-009: The scan id in a results body MUST be the id that was asked for, and the user MUST be the caller.
    @Sendable static func idAndUserAreRight(_ observations: Observations) -> Finding {
        let first = observations.history.header.access.userID
        var examined = 0
        var counterexamples: [Counterexample] = []
        for job in observations.jobs {
            for read in job.readsAfterCompletion where read.reading == .delivered {
                let parsed = observations.event(read.position).outcome.response?.parsed
                guard parsed?.jobID != nil || (parsed?.userID != nil && first != nil) else { continue }
                examined += 1
                if let id = parsed?.jobID, id != job.id {
                    let name = observations.nouns.job.one.replacing(" ", with: "_")
                    counterexamples.append(
                        Counterexample(read.position, "\(name)_id is \(EventDescription.shortened(id))")
                    )
                } else if let user = parsed?.userID, let first, (user == first) != (job.owner == .first) {
                    let caller =
                        job.owner == .first ? "the caller is \(first)" : "which is the first user, not the caller"
                    counterexamples.append(Counterexample(read.position, "user_id is \(user), \(caller)"))
                }
            }
        }
        let header = observations.history.header
        let isDelivered = observations.jobs.contains { $0.readsAfterCompletion.contains { $0.reading == .delivered } }
        if examined == 0, isDelivered, !header.access.offers.contains(.opportunities) {
            return .skipped(reason: "the results name neither \(observations.nouns.job.indefinite) nor a user")
        }
        return observations.finding(
            examined: examined,
            of: .reads,
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault: "named another \(observations.nouns.job) or another user",
            missing: "a results read after completion that names its \(observations.nouns.job) or its user",
            pattern: counterexamples.first?.remark
        )
    }
}
