//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

@testable import ConformanceChecks

/// A simulated deployment with one fault, and the polls of a run against it.
struct FaultyDeployment {
    /// A reason for which polls are not found.
    enum Fault: String, CaseIterable {
        case memory = "the lookup lives in the memory of the worker that took the initiation"
        case blindWorker = "one worker finds nothing"
        case worseWorker = "one worker loses a share of its polls"
        case late = "each scan is found from an age on"
        case lateAtTimes = "a share of the scans is found from an age on"
        case lost = "a share of the scans is never found"
        case connectsLate = "each worker answers from its memory until half a second after its first request"
        case removed = "a share of the polls after completion is not found"
        case expires = "no scan is found from an age on"
        case outage = "a share of the polls is not found for a while"
        case scattered = "a share of the polls is not found"
        case inTurn = "some of every few polls in turn are not found"
        case freshConnections = "a share of the polls on fresh connections is not found"
        case sticky = "a balancer leads each scan to one worker, and one worker finds nothing"
        case cached = "a cache in front keeps the first answer about each scan for a while"
        case incidents = "one poll or two are not found"
    }

    /// A poll.
    struct Poll {
        var job: Int
        /// Its number among the polls of the job.
        var number: Int
        var worker: Int
        /// Seconds since the run's start.
        var sent: Double
        /// Seconds since the job was begun.
        var age: Double
        var reusesConnection: Bool
        var isAfterCompletion: Bool
        var isFaulty = false
    }

    /// The polls, ordered by job and by time.
    private(set) var polls: [Poll] = []
    /// The worker that took each initiation.
    private var initiators: [Int] = []
    private let named: Bool

    /// Draws a run.
    ///
    /// - Parameters:
    ///   - fault: The fault.
    ///   - size: The jobs, the polls of each, and the workers; drawn where absent.
    ///   - named: True if answers name their workers.
    ///   - random: The source of chance.
    init(
        _ fault: Fault,
        size: (jobs: Int, polls: Int, workers: Int)? = nil,
        named: Bool = true,
        _ random: inout SplitMix64
    ) {
        func draw(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(random.next() % UInt64(range.count)) }
        let jobs = size?.jobs ?? draw(1...9)
        let count = size?.polls ?? draw(2...14)
        let workers = size?.workers ?? draw(1...4)
        let interval = size == nil ? [0.1, 0.25, 0.5][draw(0...2)] : 0.25
        let concurrent = size == nil ? draw(1...4) : 4
        let completion = size == nil ? draw(1...count) : count * 3 / 4
        let share = size == nil ? Double(draw(1...19)) / 20 : 0.5
        let period = size == nil ? draw(2...8) : 3
        let hits = size == nil ? draw(1...(period - 1)) : 2
        let life = Double(count + 1) * interval
        let length = life * Double((jobs + concurrent - 1) / concurrent)
        let limit = size == nil ? interval * (Double(draw(0...8)) + 0.5) : 0.6
        let begin = length * Double(draw(0...9)) / 10
        self.named = named
        initiators = (0..<jobs).map { _ in draw(0...(workers - 1)) }
        var turn = 0
        var firstUse = [Double](repeating: .infinity, count: workers)
        for job in 0..<jobs {
            firstUse[initiators[job]] = min(firstUse[initiators[job]], Self.start(job, concurrent, life))
        }
        var incidents: Set<Int> = []
        for _ in 0..<draw(1...2) { incidents.insert(draw(0...(jobs * count - 1))) }
        for job in 0..<jobs {
            let start = Self.start(job, concurrent, life)
            let isHit = random.share() < share
            let own = draw(0...(workers - 1))
            for number in 0..<count {
                let age = 0.02 + Double(number) * interval
                let worker = fault == .sticky ? own : draw(0...(workers - 1))
                let reuses = draw(0...1) == 1
                var poll = Poll(
                    job: job,
                    number: number,
                    worker: worker,
                    sent: start + age,
                    age: age,
                    reusesConnection: reuses,
                    isAfterCompletion: number > completion
                )
                turn += 1
                let chance = random.share() < share
                poll.isFaulty =
                    switch fault {
                    case .memory: worker != initiators[job]
                    case .blindWorker, .sticky: worker == 0
                    case .worseWorker: worker == 0 && chance
                    case .late: age < limit
                    case .lateAtTimes: isHit && age < limit
                    case .lost: isHit
                    case .connectsLate:
                        worker != initiators[job] && poll.sent < min(firstUse[worker], poll.sent) + 0.5
                    case .removed: poll.isAfterCompletion && chance
                    case .expires: age > limit
                    case .outage: (begin...(begin + limit)).contains(poll.sent) && random.share() < 0.8
                    case .scattered: chance && random.share() < 0.5
                    case .inTurn: turn % period < hits
                    case .freshConnections: !reuses && chance
                    case .cached: isHit && age < limit * 2
                    case .incidents: incidents.contains(turn - 1)
                    }
                firstUse[worker] = min(firstUse[worker], poll.sent)
                polls.append(poll)
            }
        }
    }

    private static func start(_ job: Int, _ concurrent: Int, _ life: Double) -> Double {
        Double(job / concurrent) * life + Double(job % concurrent) * 0.01
    }

    /// The polls as judged requests.
    var samples: [JudgedRequest] {
        polls.enumerated().map { position, poll in
            JudgedRequest(
                position: position,
                job: poll.job,
                age: .milliseconds(Int((poll.age * 1000).rounded())),
                isFaulty: poll.isFaulty,
                isAfterCompletion: poll.isAfterCompletion,
                reusesConnection: poll.reusesConnection,
                worker: named ? "w\(poll.worker)" : nil
            )
        }
    }

    /// The history of the run, with a plan of some groups.
    func history(of groups: [RequirementGroup]) -> History {
        var exchanges: [Exchange] = []
        for poll in polls {
            let id = "scan_\(poll.job)"
            if poll.number == 0 {
                exchanges.append(
                    .initiate(id, at: poll.sent - poll.age, took: 0.01, body: #"{"symbols":["\#(id)"]}"#).with {
                        if named { $0.outcome = $0.outcome.from(worker: "w\(initiators[poll.job])") }
                    }
                )
            }
            // The poll that first tells of the end is none after it.
            let isComplete = poll.isAfterCompletion || isLastBeforeCompletion(poll)
            exchanges.append(
                Exchange.poll(id, at: poll.sent, took: 0.01, isComplete ? .complete : .scanning, isComplete ? 14 : 7)
                    .with {
                        $0.reusesConnection = poll.reusesConnection
                        if poll.isFaulty { $0.outcome = .notFound() }
                        if named { $0.outcome = $0.outcome.from(worker: "w\(poll.worker)") }
                    }
            )
        }
        return History(exchanges, groups: groups)
    }

    private func isLastBeforeCompletion(_ poll: Poll) -> Bool {
        polls.contains { $0.job == poll.job && $0.number == poll.number + 1 && $0.isAfterCompletion }
    }
}
