//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// STAT-005: each job reaches a final state within the plan's time budget.
///
/// A job violates this when a poll still found it running after its time budget, or when the polls that the plan
/// allows are used up and the last known state is running. A job that was no longer found, or whose observation was
/// cut short, does not count.
enum EndingCheck {
    /// STAT-005: A scan MUST reach a final state within the plan's scan budget.
    @Sendable static func endsWithinBudget(_ observations: Observations) -> Finding {
        let plan = observations.history.header.plan.jobs
        var examined = 0
        var counterexamples: [Counterexample] = []
        for job in observations.jobs {
            switch Self.ending(of: job, plan: plan) {
            case .inTime: examined += 1
            case .notInTime(let poll):
                examined += 1
                counterexamples.append(Counterexample(poll.position, "the \(observations.nouns.job) had not ended"))
            case .unknown: continue
            }
        }
        let budget = EventDescription.seconds(plan.budget)
        return observations.finding(
            examined: examined,
            of: .jobs(observations.nouns),
            counterexamples: counterexamples,
            fault: "did not end within \(budget) s",
            missing: "\(observations.nouns.job.indefinite) that was observed to its end, or for its whole budget"
        )
    }

    private enum Ending {
        case inTime
        case notInTime(Poll)
        case unknown
    }

    private static func ending(of job: ObservedJob, plan: Plan.Jobs) -> Ending {
        let deadline = job.acknowledged + plan.budget
        let polls = job.polls.filter { $0.reading.isFound || $0.reading == .notFound }
        // The state in the response to a poll sent after the deadline was true after the deadline.
        if let late = polls.first(where: { $0.sent > deadline && $0.isRunning }),
            late.sent <= job.firstFinal
        {
            return .notInTime(late)
        }
        if job.firstFinal != .max { return .inTime }
        guard let last = polls.last, last.isRunning else { return .unknown }
        let next = last.received + plan.pollInterval
        // A job that is polled fast uses its polls up before its time.
        let isUsedUp = job.pace == .usual && job.polls.count >= plan.maximumPolls * job.followed
        return isUsedUp || next >= deadline ? .notInTime(last) : .unknown
    }
}

extension Poll {
    fileprivate var isRunning: Bool { state == .scanning || state == .initiated }
}
