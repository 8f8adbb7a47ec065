//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// The check of STAT-012.
enum CancelledGoesOnCheck {
    /// The requests of one cancelled job.
    private struct Course {
        var cancels: [Int] = []
        var polls: [Int] = []
    }

    /// STAT-012: A cancelled scan MUST end, MUST say so, and MUST never complete afterwards; cancelling twice is as
    /// good as once.
    @Sendable static func find(_ observations: Observations) -> Finding {
        var courses: [String: Course] = [:]
        for position in observations.history.events.indices {
            let event = observations.event(position)
            guard event.intent == .cancelled, event.outcome.response != nil, let id = event.jobID else { continue }
            switch event.operation {
            case .cancel: courses[id, default: Course()].cancels.append(position)
            case .status: courses[id, default: Course()].polls.append(position)
            default: continue
            }
        }
        var examined = 0
        var counterexamples: [Counterexample] = []
        for course in courses.values {
            guard let faults = Self.faults(of: course, observations) else { continue }
            examined += 1
            counterexamples += faults
        }
        return observations.finding(
            examined: examined,
            of: .jobs(observations.nouns),
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault: "went on after the cancelling was accepted",
            missing: "\(observations.nouns.job.indefinite) that was cancelled while it ran, and polled afterwards"
        )
    }

    /// Returns what speaks against a job; `nil` when its cancelling was not accepted in time, or not polled.
    private static func faults(of course: Course, _ observations: Observations) -> [Counterexample]? {
        func status(_ position: Int) -> Int { observations.event(position).outcome.response?.status ?? 0 }
        func state(_ position: Int) -> JobState? {
            switch StatusReading(observations.event(position).outcome) {
            case .found(let state): state
            case .notFound: .notFound
            case .unreadable, .noKnowledge: nil
            }
        }
        guard let cancel = course.cancels.first(where: { (200..<300).contains(status($0)) }) else { return nil }
        let accepted = observations.event(cancel)
        let before = course.polls.filter { observations.event($0).received < accepted.sent }
        let after = course.polls.filter { observations.event($0).sent > accepted.received && state($0) != nil }
        // One that had ended by then could not be cancelled any more.
        guard !before.contains(where: { state($0)?.isFinal == true }), let first = after.first else { return nil }
        // It may have ended between the last poll and the cancelling.
        if state(first) == .complete { return nil }
        var faults: [Counterexample] = []
        var end: (position: Int, state: JobState)?
        for position in after {
            guard let state = state(position) else { continue }
            if state == .complete {
                faults.append(
                    Counterexample(position, "complete, although it was cancelled", against: end?.position ?? cancel)
                )
                break
            }
            if let end, state != end.state, state != .notFound {
                faults.append(Counterexample(position, "another state than before", against: end.position))
                break
            }
            if end == nil, state.isFinal || state == .notFound { end = (position, state) }
        }
        let plan = observations.history.header.plan.jobs
        if end == nil, faults.isEmpty, let last = after.last {
            let waited = observations.event(last).received - accepted.received
            // A run that was cut short does not tell.
            guard after.count >= plan.maximumPolls || waited >= plan.budget * 9 / 10 else { return nil }
            faults.append(Counterexample(last, "it had not ended"))
        }
        for position in course.cancels where position > cancel && status(position) >= 500 {
            faults.append(Counterexample(position, "cancelled again"))
        }
        return faults
    }
}
