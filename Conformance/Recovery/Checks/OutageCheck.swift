//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// REC-007: during an outage of the store no response reports a job as not existing, and afterwards everything works.
///
/// A response counts when its request was sent after the store stopped and it was received before the store resumed.
/// A gateway's response or a missing one is no evidence.
enum OutageCheck {
    /// REC-007: While Redis is slow or stopped, polls MUST be answered 503 or find their scan, never not_found, and
    /// everything MUST go on afterwards.
    @Sendable static func outageIsNoNotFound(_ observations: Observations) -> Finding {
        var during = 0
        var hasRecovered = false
        var counterexamples: [Counterexample] = []
        for course in observations.courses(hitBy: .stopRedis) {
            guard let resumed = course.fault.ending(in: observations.history.faults) else { continue }
            for poll in course.job.polls where poll.sent > course.fault.ended && poll.received < resumed.began {
                let status = observations.event(poll.position).outcome.response?.status
                guard let status, ![401, 403, 429, 502, 504].contains(status) else { continue }
                during += 1
                guard status != 503, !poll.reading.isFound else { continue }
                counterexamples.append(
                    Counterexample(
                        poll.position,
                        "the store was stopped at +\(EventDescription.seconds(course.fault.ended)) s"
                    )
                )
            }
            let after = course.polls(after: resumed.ended)
            counterexamples += after.filter { $0.reading == .notFound }.map {
                Counterexample($0.position, "the store had gone on at +\(EventDescription.seconds(resumed.ended)) s")
            }
            guard after.contains(where: { $0.reading.isFound }) else { continue }
            if course.hadEnded {
                hasRecovered = true
                continue
            }
            switch SurvivalCheck.ending(of: course, after: resumed.ended, in: observations) {
            case .completed: hasRecovered = true
            case .lost(let poll, let remark): counterexamples.append(Counterexample(poll.position, remark))
            case .unknown: continue
            }
        }
        // Without a poll during the outage nothing was examined either.
        let isDecided = hasRecovered || !counterexamples.isEmpty
        return observations.finding(
            afterFaults: [.stopRedis, .resumeRedis],
            examined: isDecided ? max(during, counterexamples.count) : 0,
            of: .polls,
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault:
                "were neither 503 nor found while the store was away, or show that the \(observations.nouns.job) was lost",
            missing:
                "status polls that were answered while the store was stopped, and \(observations.nouns.job.indefinite) that was "
                + "observed to its end after the store went on"
        )
    }
}
