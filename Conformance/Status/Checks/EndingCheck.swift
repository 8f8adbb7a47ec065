//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// STAT-005: each scan reaches a final state within the plan's budget.
///
/// A scan is accused when it was still seen running after its budget, or when the polls that the plan grants it are used
/// up and the last word about it was that it runs. A scan that was lost from sight, or whose observation was cut short,
/// is not.
enum EndingCheck {
    @Sendable static func endsWithinBudget(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for scan in observations.scans {
            switch Self.ending(of: scan, plan: observations.history.header.plan) {
            case .inTime: examined += 1
            case .notInTime(let poll):
                examined += 1
                counterexamples.append(Counterexample(poll.position, "the scan had not ended"))
            case .unknown: continue
            }
        }
        let budget = Account.seconds(Self.nanoseconds(observations.history.header.plan.scanBudget))
        return observations.decide(
            examined: examined,
            of: .scans,
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

    private static func ending(of scan: ScanCourse, plan: Plan) -> Ending {
        let deadline = scan.acknowledged + Self.nanoseconds(plan.scanBudget)
        let polls = scan.polls.filter { $0.reading.isFound || $0.reading == .notFound }
        // What a poll sees that was sent after the deadline held after the deadline.
        if let late = polls.first(where: { $0.sent > deadline && $0.isRunning }),
            late.sent <= scan.firstFinal
        {
            return .notInTime(late)
        }
        if scan.firstFinal != .max { return .inTime }
        guard let last = polls.last, last.isRunning else { return .unknown }
        let next = last.received + Self.nanoseconds(plan.pollInterval)
        let isUsedUp = scan.isPolledAtPlansPace && scan.polls.count >= plan.maximumPolls * scan.followed
        return isUsedUp || next >= deadline ? .notInTime(last) : .unknown
    }

    /// Seconds as nanoseconds; a budget beyond all measure is as good as none.
    private static func nanoseconds(_ seconds: Double) -> Int64 {
        Int64(min(max(seconds, 0), 1_000_000_000) * 1_000_000_000)
    }
}

extension Poll {
    fileprivate var isRunning: Bool { self.state == .scanning || self.state == .initiated }
}

extension ScanCourse {
    /// Whether the scan got its polls at the plan's interval; one that is polled fast, or more often after a fault, uses
    /// them up before its time.
    fileprivate var isPolledAtPlansPace: Bool {
        !self.isPolledFast && self.name?.hasPrefix("recovery-") != true
    }
}
