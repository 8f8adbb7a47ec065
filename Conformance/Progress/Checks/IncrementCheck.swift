//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// PROG-006: progress is incremental, with steps between 0 and all.
///
/// A strategy may take much longer than the others, so one job without a step in between proves nothing: the
/// requirement fails when no job showed one, though at least one was polled often while it ran.
enum IncrementCheck {
    /// The minimum number of polls of a running job for a jump to count.
    static let fewestPolls = 5

    /// PROG-006: Progress SHOULD be incremental, not 0 until it is all.
    @Sendable static func progressIsIncremental(_ observations: Observations) -> Finding {
        var examined = 0
        var jumps: [Counterexample] = []
        var steps = 0
        for job in observations.jobs {
            let told = job.polls.filter { poll in
                poll.namesOtherJob != true && poll.completed != nil && poll.total ?? 0 > 1
            }
            let running = told.filter { $0.state == .scanning || $0.state == .initiated }
            steps += running.count { poll in
                guard let completed = poll.completed, let total = poll.total else { return false }
                return 0 < completed && completed < total
            }
            guard running.count >= fewestPolls,
                let complete = told.first(where: { $0.state == .complete && $0.completed == $0.total }),
                let last = running.last
            else { continue }
            examined += 1
            jumps.append(
                Counterexample(
                    complete.position,
                    "\(running.count) polls of the running \(observations.nouns.job) told no step",
                    against: last.position
                )
            )
        }
        guard steps == 0 else {
            let polls = CountedNoun(
                one: "poll of a running \(observations.nouns.job)",
                many: "polls of running \(observations.nouns.job.many)"
            ).counted(steps)
            return Finding(verdict: .passed, summary: "\(polls) told a count between 0 and the total")
        }
        guard examined > 0 else {
            return .skipped(
                reason:
                    "no \(observations.nouns.job) ran long enough to be polled \(fewestPolls) times before it was complete"
            )
        }
        return observations.finding(
            examined: examined,
            of: .jobs(observations.nouns),
            counterexamples: jumps,
            fault: "went from nothing to all at once",
            missing: ""
        )
    }
}
