//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The check of STAT-011.
enum StatusContradictsResultsCheck {
    /// STAT-011: The status MUST NOT contradict results that were delivered.
    @Sendable static func find(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for job in observations.jobs {
            // Results that a status had announced are the measure; early ones that are wrong are RES-003's matter.
            guard let complete = job.firstComplete,
                let first = job.reads.filter({ $0.isSuccess && complete.received <= $0.sent })
                    .min(by: { $0.received < $1.received })
            else { continue }
            for poll in job.polls where poll.sent > first.received && poll.namesOtherJob != true {
                guard let state = poll.state else { continue }
                examined += 1
                guard state != .complete, state != .unrecognised else { continue }
                counterexamples.append(Counterexample(poll.position, against: first.position))
            }
        }
        return observations.finding(
            examined: examined,
            of: .polls,
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault: "said another state than complete after the results had been delivered",
            missing: "a poll after results were delivered"
        )
    }
}
