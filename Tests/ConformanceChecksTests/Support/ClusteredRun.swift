//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

@testable import ConformanceChecks

/// A run whose workers are all alike, each poll on a worker drawn anew, in which faulty answers share a fate.
struct ClusteredRun {
    /// The fate that answers share.
    enum Fate: CaseIterable {
        /// All that is asked about some jobs.
        case jobs
        /// All that some workers answer about some jobs, as with lookups in memory.
        case workersOfJobs
        /// Nearly everything, for a second.
        case moments
        /// Everything, for a half of the run.
        case halves
        /// Everything that a worker answers for a second, once in the life of each.
        case momentsOfWorkers
        /// Nothing: every answer by itself.
        case none
    }

    /// A poll.
    struct Poll {
        var job: Int
        var worker: Int
        /// Seconds since the run's start.
        var sent: Double
        /// Seconds since the job was begun.
        var age: Double
        var isFaulty: Bool
    }

    static let workers = 3

    /// Seconds from each poll of a job to the next.
    private static let interval = 0.2
    /// The number of jobs that run at the same time.
    private static let concurrent = 4

    /// The polls, ordered by job and by time.
    let polls: [Poll]

    /// Draws a run of some jobs, four at a time.
    init(_ fate: Fate, jobs: Int = 14, pollsOfEach count: Int = 30, _ random: inout SplitMix64) {
        let life = Double(count) * Self.interval
        let length = Double((jobs + Self.concurrent - 1) / Self.concurrent) * life
        let moments = (0..<Self.workers).map { _ in random.share() * length }
        let outage = random.share() * length
        var polls: [Poll] = []
        for job in 0..<jobs {
            let start = Double(job / Self.concurrent) * life
            let isLost = random.share() < 0.2
            let knows = (0..<Self.workers).map { _ in random.share() < 0.6 }
            for number in 0..<count {
                let age = 0.1 + Double(number) * Self.interval
                let sent = start + age
                let worker = Int(random.next() % UInt64(Self.workers))
                let isFaulty =
                    switch fate {
                    case .jobs: isLost
                    case .workersOfJobs: !knows[worker]
                    case .moments: (outage...(outage + 1)).contains(sent) && random.share() < 0.8
                    case .halves: (outage...(outage + length / 2)).contains(sent)
                    case .momentsOfWorkers: (moments[worker]...(moments[worker] + 1)).contains(sent)
                    case .none: random.share() < 0.1
                    }
                polls.append(Poll(job: job, worker: worker, sent: sent, age: age, isFaulty: isFaulty))
            }
        }
        self.polls = polls
    }

    /// The polls as judged requests; connections are fresh and reused in turn.
    func samples(named: Bool) -> [JudgedRequest] {
        polls.enumerated().map { position, poll in
            JudgedRequest(
                position: position,
                job: poll.job,
                age: .milliseconds(Int(poll.age * 1000)),
                isFaulty: poll.isFaulty,
                isAfterCompletion: false,
                reusesConnection: position % 2 == 1,
                worker: named ? "w\(poll.worker)" : nil
            )
        }
    }

    /// The history of the run.
    func history(named: Bool = true) -> [Exchange] {
        var exchanges: [Exchange] = []
        for (number, poll) in polls.enumerated() {
            let id = "scan_\(poll.job)"
            if number == 0 || polls[number - 1].job != poll.job {
                let start = poll.sent - poll.age
                exchanges.append(.initiate(id, at: start, body: #"{"symbols":["\#(id)"]}"#))
            }
            exchanges.append(
                Exchange.poll(id, at: poll.sent, .scanning, 7).with {
                    if poll.isFaulty { $0.outcome = .notFound() }
                    if named { $0.outcome = $0.outcome.from(worker: "w\(poll.worker)") }
                }
            )
        }
        return exchanges
    }
}
