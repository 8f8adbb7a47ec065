//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// PROG-007: the number of opportunities found so far never shrinks, and at the end equals the number in the results.
enum FoundSoFarCheck {
    @Sendable static func neverShrinksAndMatchesTheEnd(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for job in observations.jobs {
            let counts = observations.counts(of: job)
            examined += counts.count
            counterexamples += Self.shrinks(in: counts)
            guard let end = observations.end(of: job) else { continue }
            for count in counts where count.isComplete && count.found != end {
                counterexamples.append(
                    Counterexample(count.position, "found so far is \(count.found), the results list \(end)")
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

    /// The polls, in the order of sending, that report fewer than a poll received before they were sent.
    private static func shrinks(in counts: [Count]) -> [Counterexample] {
        let receipts = counts.sorted { $0.received < $1.received }
        var next = receipts.startIndex
        var most: Count?
        return counts.compactMap { count in
            while next < receipts.endIndex, receipts[next].received < count.sent {
                if receipts[next].found > most?.found ?? -1 { most = receipts[next] }
                next += 1
            }
            guard let most, count.found < most.found else { return nil }
            return Counterexample(
                count.position,
                "found so far is \(count.found), was \(most.found)",
                against: most.position
            )
        }
    }
}

/// The number of opportunities that a poll reports as found so far.
private struct Count {
    var position: Int
    var sent: Int64
    var received: Int64
    var found: Int
    var isComplete: Bool
}

extension Observations {
    /// The counts that the polls of a job report.
    fileprivate func counts(of job: ObservedJob) -> [Count] {
        job.polls.compactMap { poll in
            guard poll.reading.isFound, poll.namesOtherJob != true,
                let found = poll.progress?.found
            else { return nil }
            return Count(
                position: poll.position,
                sent: poll.sent,
                received: poll.received,
                found: found,
                isComplete: poll.state == .complete
            )
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
