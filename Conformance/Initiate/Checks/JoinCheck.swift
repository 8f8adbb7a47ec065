//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// INIT-005: a running job with the same filters is found by every worker, not started twice.
///
/// After completion the job's id is still a correct response. A failed job is no evidence: then a new one is correct.
/// Neither is a job that another request forced meanwhile.
enum JoinCheck {
    /// INIT-005: A running scan with the same filters MUST be found by every worker and answered with its id, not
    /// started twice.
    @Sendable static func runningJobIsFound(_ observations: Observations) -> Finding {
        let joins = observations.initiations.filter { $0.intent == .joins }
        guard !joins.isEmpty || observations.history.header.plan.initiate.joins > 0 else {
            return .skipped(reason: "the plan does not initiate a running \(observations.nouns.job) again")
        }
        var examined = 0
        var counterexamples: [Counterexample] = []
        for join in joins {
            let event = observations.event(join.position)
            guard let id = join.jobID, let running = event.jobID.flatMap(observations.job) else { continue }
            guard running.owner == join.user, !running.hasFailed, !event.forcesRefresh else { continue }
            if id != running.id, Self.mayBeRefresh(id, join, of: running, observations) { continue }
            examined += 1
            guard id != running.id else { continue }
            let remark =
                "it has the id \(EventDescription.shortened(id)), the running \(observations.nouns.job) is "
                + EventDescription.shortened(running.id)
            let first = running.announcements.first?.position
            counterexamples.append(Counterexample(join.position, remark, against: first))
        }
        return observations.finding(
            examined: examined,
            of: CountedNoun(
                one: "initiation of a running \(observations.nouns.job)",
                many: "initiations of a running \(observations.nouns.job)"
            ),
            counterexamples: counterexamples,
            fault: "started another \(observations.nouns.job)",
            missing: "an accepted initiation with the filters of a running \(observations.nouns.job)"
        )
    }

    /// Returns true if the id may be that of a newer job, which another request of the user had forced by then: of two
    /// that run with the same filters, either may be joined.
    private static func mayBeRefresh(
        _ id: String,
        _ join: Initiation,
        of running: ObservedJob,
        _ observations: Observations
    ) -> Bool {
        guard let filters = AskedFilters(observations.event(join.position)) else { return false }
        let start = running.announcements.first.map { observations.event($0.position).sent } ?? running.acknowledged
        return observations.initiations.contains { other in
            guard other.user == join.user, other.sent < join.received, other.received > start else { return false }
            // What came of one without an answer is not known.
            guard other.jobID == id || other.reading == .noKnowledge else { return false }
            let event = observations.event(other.position)
            return event.forcesRefresh && AskedFilters(event) == filters
        }
    }
}
