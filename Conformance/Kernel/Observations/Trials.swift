//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The trials of one rate: their decision, and the failed ones.
struct Trials {
    /// The rate and its decision, with the trials in the order in which their responses were received.
    let rate: Rate
    /// The positions of the failed trials, in the order of the history.
    let failures: [Int]

    /// A trial, reduced to what a decision needs.
    struct Trial {
        var received: Instant
        var position: Int
        var isFaulty: Bool
        /// A flag for a response that is faulty or contradicts another one.
        var isIncorrect = false
    }

    /// Takes trials in the order of receipt.
    init(_ trials: [Trial], criterion: RateCriterion, failed: (Trial) -> Bool = \.isFaulty) {
        var test = SequentialRateTest(criterion)
        for trial in trials { test.add(success: !failed(trial)) }
        rate = Rate(test)
        failures = trials.lazy.filter(failed).map(\.position).inOrder(by: <)
    }
}

extension [Trials.Trial] {
    /// The trials in the order in which their responses were received.
    fileprivate var inOrderOfReceipt: [Trials.Trial] {
        inOrder { $0.received != $1.received ? $0.received < $1.received : $0.position < $1.position }
    }
}

/// The trials of all rates, and the share of flawless jobs.
struct RateTrials {
    /// All polls of acknowledged jobs; a success is one that found its job.
    let statusFound: Trials
    /// All polls of acknowledged jobs; a success found its job in a known state and contradicts nothing.
    let statusCorrect: Trials
    /// All results reads after completion; a success delivers the job's results.
    let results: Trials
    /// All initiations but those that the rate limit of the contract refused; a success yields a job.
    let initiations: Trials
    /// The first polls of all jobs that were begun and not joined; a success found its job.
    let firstPolls: Trials
    /// The jobs that were polled after their initiation; a success is one without a single wrong response.
    let flawlessJobs: Share

    init(jobs: [ObservedJob], initiations: [Initiation], criterion: RateCriterion) {
        var polls: [Trials.Trial] = []
        var reads: [Trials.Trial] = []
        polls.reserveCapacity(jobs.reduce(0) { $0 + $1.polls.count })
        var firstPolls: [Trials.Trial] = []
        var asked = 0
        var flawless = 0
        for job in jobs {
            let contradicting = Set(job.contradictions.lazy.map(\.poll.position))
            var faults = 0
            let jobPolls = job.polls
            for index in jobPolls.indices {
                let poll = jobPolls[index]
                var trial = Trials.Trial(
                    received: poll.received,
                    position: poll.position,
                    isFaulty: !poll.reading.isFound
                )
                trial.isIncorrect =
                    trial.isFaulty || poll.state == .unrecognised || contradicting.contains(poll.position)
                polls.append(trial)
                faults += trial.isIncorrect ? 1 : 0
            }
            if let first = job.firstPoll {
                firstPolls.append(
                    Trials.Trial(
                        received: first.received,
                        position: first.position,
                        isFaulty: first.reading == .notFound
                    )
                )
            }
            let before = reads.count
            for read in job.readsAfterCompletion {
                reads.append(
                    Trials.Trial(received: read.received, position: read.position, isFaulty: !read.isSuccess)
                )
                faults += read.isSuccess ? 0 : 1
            }
            guard !job.polls.isEmpty || reads.count > before else { continue }
            asked += 1
            flawless += faults == 0 ? 1 : 0
        }
        polls = polls.inOrderOfReceipt
        statusFound = Trials(polls, criterion: criterion)
        statusCorrect = Trials(polls, criterion: criterion, failed: \.isIncorrect)
        results = Trials(reads.inOrderOfReceipt, criterion: criterion)
        self.firstPolls = Trials(firstPolls.inOrderOfReceipt, criterion: criterion)
        self.initiations = Trials(
            initiations.filter(\.isTrial).map {
                Trials.Trial(received: $0.received, position: $0.position, isFaulty: !$0.isAccepted)
            }.inOrderOfReceipt,
            criterion: criterion
        )
        flawlessJobs = Share(successes: flawless, trials: asked)
    }
}

extension Sequence {
    /// The elements in order; a single pass if they are sorted already, as histories mostly are.
    func inOrder(by precedes: (Element, Element) -> Bool) -> [Element] {
        let elements = Array(self)
        for index in elements.indices.dropFirst() where precedes(elements[index], elements[index - 1]) {
            return elements.sorted(by: precedes)
        }
        return elements
    }
}
