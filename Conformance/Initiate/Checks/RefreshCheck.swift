//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// INIT-006: `force_refresh` starts a new job and leaves the old one readable.
enum RefreshCheck {
    /// INIT-006: An initiation with `force_refresh` MUST start a new scan and leave the old one readable.
    @Sendable static func startsAnewAndLeavesTheOld(_ observations: Observations) -> Finding {
        let refreshes = observations.initiations.filter { $0.intent == .refreshes }
        guard !refreshes.isEmpty || observations.history.header.plan.initiate.refreshes > 0 else {
            return .skipped(reason: "the plan does not refresh \(observations.nouns.job.indefinite)")
        }
        var sights = JobSightings(nouns: observations.nouns)
        for refresh in refreshes {
            guard let new = refresh.jobID, let old = observations.event(refresh.position).jobID else { continue }
            sights.refreshes += 1
            if let remark = Self.reuse(of: new, by: refresh, of: old, observations) {
                sights.counterexamples.append(Counterexample(refresh.position, remark))
            } else if let job = observations.job(old) {
                sights.look(at: job, after: refresh)
            }
        }
        return observations.finding(
            examined: sights.missing.isEmpty || !sights.counterexamples.isEmpty ? sights.examined : 0,
            of: CountedNoun(one: "request around a refresh", many: "requests around a refresh"),
            counterexamples: sights.counterexamples.sorted { $0.position < $1.position },
            fault: "got the old \(observations.nouns.job) for a new one, or found the old one gone",
            missing: sights.missing.joined(separator: ", and ")
        )
    }

    /// The violation in the id of a refresh if it belongs to a job that had ended before the refresh was sent.
    ///
    /// Another job with the same filters that still runs is as fresh as a new one, and may be joined.
    private static func reuse(
        of new: String,
        by refresh: Initiation,
        of old: String,
        _ observations: Observations
    ) -> String? {
        if new == old { return "it answered with the old \(observations.nouns.job)" }
        guard let known = observations.job(new), known.firstFinal < refresh.sent else { return nil }
        return "it answered with the earlier \(observations.nouns.job) \(EventDescription.shortened(new))"
    }
}

/// The observations around refreshes.
private struct JobSightings {
    let nouns: Nouns
    var refreshes = 0
    var counterexamples: [Counterexample] = []
    private var polls = 0
    private var reads = 0

    init(nouns: Nouns) {
        self.nouns = nouns
    }

    var examined: Int { refreshes + polls + reads }

    /// The evidence that is missing for a pass.
    var missing: [String] {
        [
            refreshes == 0 ? "an accepted initiation with force_refresh" : nil,
            polls == 0 ? "a status poll of the old \(nouns.job) after it" : nil,
            reads == 0 ? "a results read of the old \(nouns.job) after it" : nil,
        ]
        .compactMap(\.self)
    }

    /// Examines the old job after the new one was acknowledged.
    mutating func look(at old: ObservedJob, after refresh: Initiation) {
        let remark = "the old \(nouns.job) was refreshed, not ended"
        for poll in old.polls where poll.sent > refresh.received && poll.reading != .noKnowledge {
            polls += 1
            guard poll.reading == .notFound else { continue }
            counterexamples.append(Counterexample(poll.position, remark, against: refresh.position))
        }
        for read in old.readsAfterCompletion where read.sent > refresh.received && read.reading != .noKnowledge {
            reads += 1
            guard read.reading == .notFound else { continue }
            counterexamples.append(Counterexample(read.position, remark, against: refresh.position))
        }
    }
}
