//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// STAT-005: each job reaches a final state within the plan's time budget.
///
/// A job violates this when a poll still found it running after its time budget, or when the polls that the plan
/// allows are used up and the last known state is running. A job that was no longer found, or whose observation was
/// cut short, does not count.
enum EndingCheck {
    @Sendable static func endsWithinBudget(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for job in observations.jobs {
            switch Self.ending(of: job, plan: observations.history.header.plan) {
            case .inTime: examined += 1
            case .notInTime(let poll):
                examined += 1
                counterexamples.append(Counterexample(poll.position, "the scan had not ended"))
            case .unknown: continue
            }
        }
        let budget = EventDescription.seconds(Int64(nanosecondsIn: observations.history.header.plan.jobBudget))
        return observations.finding(
            examined: examined,
            of: .jobs,
            counterexamples: counterexamples,
            fault: "did not end within \(budget) s",
            missing: "a scan that was observed to its end, or for its whole budget"
        )
    }

    private enum Ending {
        case inTime
        case notInTime(Poll)
        case unknown
    }

    private static func ending(of job: ObservedJob, plan: Plan) -> Ending {
        let deadline = job.acknowledged + Int64(nanosecondsIn: plan.jobBudget)
        let polls = job.polls.filter { $0.reading.isFound || $0.reading == .notFound }
        // The state in the response to a poll sent after the deadline was true after the deadline.
        if let late = polls.first(where: { $0.sent > deadline && $0.isRunning }),
            late.sent <= job.firstFinal
        {
            return .notInTime(late)
        }
        if job.firstFinal != .max { return .inTime }
        guard let last = polls.last, last.isRunning else { return .unknown }
        let next = last.received + Int64(nanosecondsIn: plan.pollInterval)
        let isUsedUp = job.isPolledAtPlansPace && job.polls.count >= plan.maximumPolls * job.followed
        return isUsedUp || next >= deadline ? .notInTime(last) : .unknown
    }
}

extension Poll {
    fileprivate var isRunning: Bool { self.state == .scanning || self.state == .initiated }
}

extension ObservedJob {
    /// A flag for a job that was polled at the plan's interval; one that is polled faster, or more often after a
    /// fault, uses up its polls too early.
    fileprivate var isPolledAtPlansPace: Bool {
        !self.isPolledFast && self.name?.hasPrefix("recovery-") != true
    }
}
