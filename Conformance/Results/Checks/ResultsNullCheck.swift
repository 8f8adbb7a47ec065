//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The check of RES-012.
enum ResultsNullCheck {
    /// RES-012: The results of a complete scan MUST be there: not missing, null or empty.
    @Sendable static func find(_ observations: Observations) -> Finding {
        var samples: [JudgedRequest] = []
        for (number, job) in observations.jobs.enumerated() {
            for read in job.readsAfterCompletion where read.reading == .delivered || read.lacksResults {
                samples.append(observations.sample(read, isFaulty: read.lacksResults, of: job, number: number))
            }
        }
        return observations.finding(
            on: samples,
            of: .reads,
            fault: "of a complete \(observations.nouns.job) had no results",
            missing: "a results read after \(observations.nouns.job.indefinite) was seen complete that was answered"
        )
    }
}

extension ResultsRead {
    /// A flag for a success about the requested job that has no results, and no other state or error to tell.
    fileprivate var lacksResults: Bool {
        guard isSuccessful, let parsed, parsed.listed == nil, parsed.digest == nil, !namesOtherJob else { return false }
        return parsed.state == .complete || parsed.state == nil && parsed.jobID != nil && parsed.message == nil
    }
}
