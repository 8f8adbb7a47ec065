//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The check of INIT-010.
enum AddressInsideCheck {
    /// INIT-010: An address that an answer gives MUST be usable from where the client is.
    @Sendable static func find(_ observations: Observations) -> Finding {
        let elsewhere = observations.addressesElsewhere
        var faulty: Set<String> = []
        // One for each job and origin: the same address comes with every answer.
        let counterexamples = elsewhere.compactMap { position -> Counterexample? in
            let event = observations.event(position)
            guard faulty.insert("\(event.jobID ?? "") \(event.originOfAddress)").inserted else { return nil }
            return Counterexample(position, "the address leads to \(event.originOfAddress)")
        }
        let followed = observations.jobs.count { job in
            job.polls.contains { $0.isAnswered }
                || job.links.contains { observations.event($0).outcome.response != nil }
        }
        return observations.finding(
            examined: followed + counterexamples.count,
            of: .jobs(observations.nouns),
            counterexamples: counterexamples,
            fault: "had an address that cannot be used from here",
            missing: "\(observations.nouns.job.indefinite) whose address was followed"
        )
    }
}
