//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// REC-005, REC-006, REC-008 and REC-009: a running job survives faults of a worker or of the store.
enum SurvivalCheck {
    /// The outcome of a job after a fault.
    enum Ending {
        /// It completed.
        case completed
        /// It failed, or ran beyond its time budget; the poll shows it.
        case lost(Poll, String)
        /// It was not observed to its end.
        case unknown
    }

    /// REC-005, REC-006 and REC-009: polls continue to find the job, and it completes.
    static func survives(_ kind: Fault.Kind, _ observations: Observations) -> Finding {
        var completed = 0
        var polls = RecoveryChecks.Polls()
        var counterexamples: [Counterexample] = []
        let courses = observations.courses(hitBy: kind).filter { !$0.hadEnded }
        for course in courses {
            polls.add(course, after: course.fault.ended)
            switch Self.ending(of: course, after: course.fault.ended, in: observations) {
            case .completed: completed += 1
            case .lost(let poll, let remark): counterexamples.append(Counterexample(poll.position, remark))
            case .unknown: continue
            }
        }
        counterexamples += polls.counterexamples
        let finding = observations.finding(
            afterFaults: [kind],
            examined: completed > 0 || !counterexamples.isEmpty ? max(polls.examined, counterexamples.count) : 0,
            of: .polls,
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault: "show that the \(observations.nouns.job) did not survive \(kind.rawValue)",
            missing:
                "\(observations.nouns.job.indefinite) that ran when \(kind.rawValue) was done, and was observed to its end"
        )
        return kind.hitsOneWorker ? finding.considering(LeaseTakeovers(of: courses, observations)) : finding
    }

    /// REC-008: A worker that was suspended past its lease and goes on MUST NOT write anything stale.
    @Sendable static func nothingStale(_ observations: Observations) -> Finding {
        var examined = 0
        var completed = 0
        var counterexamples: [Counterexample] = []
        let courses = observations.courses(hitBy: .pauseWorker).filter { !$0.hadEnded }
        for course in courses {
            guard let resumed = course.fault.ending(in: observations.history.faults) else { continue }
            let after = course.polls(after: resumed.ended).filter(\.reading.isFound)
            examined += after.count
            for contradiction in course.job.contradictions
            where contradiction.poll.sent > course.fault.ended && contradiction.poll.received < course.next {
                guard [.leftFinalState, .wentBack, .progressShrank].contains(contradiction.kind) else { continue }
                counterexamples.append(
                    Counterexample(
                        contradiction.poll.position,
                        "a worker was suspended at +\(EventDescription.seconds(course.fault.ended)) s",
                        against: contradiction.against
                    )
                )
            }
            switch Self.ending(of: course, after: resumed.ended, in: observations) {
            case .completed where !after.isEmpty: completed += 1
            case .lost(let poll, let remark): counterexamples.append(Counterexample(poll.position, remark))
            case .completed, .unknown: continue
            }
        }
        return observations.finding(
            afterFaults: [.pauseWorker, .resumeWorker],
            examined: completed > 0 || !counterexamples.isEmpty ? max(examined, counterexamples.count) : 0,
            of: .polls,
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault:
                "went back, or show that the \(observations.nouns.job) did not complete, after a worker was suspended",
            missing:
                "\(observations.nouns.job.indefinite) that ran when a worker was suspended, observed to its end and after the worker went on"
        )
        .considering(LeaseTakeovers(of: courses, observations))
    }

    /// Returns the outcome of a job; its time budget starts again with the fault.
    static func ending(of course: FaultyJob, after time: Instant, in observations: Observations) -> Ending {
        let plan = observations.history.header.plan
        let found = course.job.polls.filter { $0.reading.isFound && $0.sent > course.fault.began }
        if let failed = found.first(where: { $0.state == .failed }) {
            return .lost(failed, "the \(observations.nouns.job) failed")
        }
        if found.contains(where: { $0.state == .complete }) { return .completed }
        guard let last = found.last, last.sent > time, course.next == .max else { return .unknown }
        let jobs = plan.jobs
        let isOverdue =
            last.sent > time + jobs.budget || course.job.polls.count >= jobs.maximumPolls
        return isOverdue ? .lost(last, "the \(observations.nouns.job) has not ended") : .unknown
    }
}
