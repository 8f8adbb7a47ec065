//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// RES-003: before completion results are pending or not found, never a truncated final answer.
///
/// A read that delivers a list before `complete` was seen may simply have come first: the job may have completed in
/// between. It is a violation when the list differs from the one that all later reads agree on, or, without any to
/// compare with, when a poll sent after it still found the job running.
enum EarlyResultsCheck {
    /// RES-003: Before completion, a results read MUST be answered as pending or not found, never with a truncated
    /// final answer.
    @Sendable static func neverTruncated(_ observations: Observations) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for job in observations.jobs {
            let usual = Self.agreedDigest(of: job, observations)
            let lastRunning = job.polls.last { $0.state == .scanning || $0.state == .initiated }
            for read in job.earlyReads {
                switch read.reading {
                case .pending, .notFound, .failed:
                    examined += 1
                case .noKnowledge:
                    continue
                case .errorShaped:
                    examined += 1
                    if Self.saysNothingYet(read, observations) { continue }
                    counterexamples.append(Counterexample(read.position, "neither pending nor not found"))
                case .delivered:
                    examined += 1
                    let digest = observations.event(read.position).outcome.response?.parsed?.digest
                    if let usual, let digest {
                        guard digest != usual.digest else { continue }
                        counterexamples.append(
                            Counterexample(read.position, "not the final list", against: usual.position)
                        )
                    } else if let lastRunning, lastRunning.sent > read.received {
                        let running = observations.event(lastRunning.position).id
                        counterexamples.append(
                            Counterexample(
                                read.position,
                                "event \(running) still saw the \(observations.nouns.job) running afterwards"
                            )
                        )
                    }
                }
            }
        }
        // Those of a burst are polled once, and no results of theirs are read.
        let read = observations.jobs.filter { !$0.reads.isEmpty }
        if examined == 0, !read.isEmpty, read.allSatisfy(Self.neverRan) {
            return .skipped(reason: "every \(observations.nouns.job) was complete when it was first asked for")
        }
        return observations.finding(
            examined: examined,
            of: .reads,
            counterexamples: counterexamples,
            fault: "before completion were answered with something else than pending or not found",
            missing: "a results read before completion that was answered"
        )
    }

    /// Returns true if the job was complete in the first response to a poll, so that there is no time before
    /// completion.
    private static func neverRan(_ job: ObservedJob) -> Bool {
        job.polls.first { $0.reading != .noKnowledge }?.state == .complete
    }

    /// Returns true if a read succeeded and has no results, in an API that is not bound to the scan API's error bodies.
    private static func saysNothingYet(_ read: ResultsRead, _ observations: Observations) -> Bool {
        guard !observations.history.header.access.offers.contains(.opportunities),
            let response = observations.event(read.position).outcome.response, (200..<300).contains(response.status)
        else { return false }
        return response.parsed?.digest == nil && response.parsed?.listed == nil
    }

    /// The digest that all reads after completion agree on, and the first of them.
    private static func agreedDigest(
        of job: ObservedJob,
        _ observations: Observations
    ) -> (position: Int, digest: String)? {
        let reads = job.readsAfterCompletion.filter(\.isSuccess).compactMap { read in
            (observations.event(read.position).outcome.response?.parsed?.digest).map { (read.position, $0) }
        }
        guard let first = reads.first, reads.allSatisfy({ $0.1 == first.1 }) else { return nil }
        return (first.0, first.1)
    }
}
