//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// PROG-007: the number of opportunities found so far never shrinks, and at the end equals the number in the results.
enum FoundSoFarCheck {
    /// PROG-007: The number of opportunities found so far MUST never shrink, and at the end MUST be the number of the
    /// results.
    @Sendable static func neverShrinksAndMatchesTheEnd(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for job in observations.jobs {
            let counts = observations.counts(of: job)
            examined += counts.count
            counterexamples += counts.map(\.figure).shrinking().map { count, most in
                Counterexample(
                    count.position,
                    "found so far is \(count.value), was \(most.value)",
                    against: most.position
                )
            }
            guard let end = observations.end(of: job) else { continue }
            for (count, isComplete) in counts where isComplete && count.value != end {
                counterexamples.append(
                    Counterexample(count.position, "found so far is \(count.value), the results list \(end)")
                )
            }
        }
        var seen: Set<Int> = []
        return observations.finding(
            examined: examined,
            of: .polls,
            counterexamples: counterexamples.filter { seen.insert($0.position).inserted }
                .sorted { $0.position < $1.position },
            fault: "counted fewer \(observations.nouns.item.many) than before, or not as many as the results list",
            missing: "a status answer that tells how many \(observations.nouns.item.many) were found so far"
        )
    }
}

extension Observations {
    /// The counts that the polls of a job tell, and whether the job was complete.
    fileprivate func counts(of job: ObservedJob) -> [(figure: Figure<Int>, isComplete: Bool)] {
        job.polls.compactMap { poll in
            guard poll.reading.isFound, poll.namesOtherJob != true, let found = poll.progress?.found else { return nil }
            return (Figure(found, of: poll), poll.state == .complete)
        }
    }

    /// The most frequent number of opportunities in the reads of a job's results, or, without any, in its polls.
    fileprivate func end(of job: ObservedJob) -> Int? {
        let listed = job.readsAfterCompletion.filter(\.isSuccess)
            .compactMap { $0.parsed?.listed }
        guard listed.isEmpty else { return listed.mostFrequent }
        return job.polls.filter { $0.state == .complete && $0.namesOtherJob != true }
            .compactMap { $0.parsed?.total }.mostFrequent
    }
}
