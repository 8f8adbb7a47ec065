//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import Testing

@testable import ConformanceChecks

/// Simulated deployments whose workers are alike, and whose faults come in clusters.
@Suite struct ClusteredFaultsTests {
    /// The fate that answers share.
    enum Fate: CaseIterable {
        /// All that is asked about some jobs.
        case jobs
        /// All that some workers answer about some jobs, as with lookups in memory.
        case workersOfJobs
        /// Everything, for a second now and then.
        case moments
        /// Everything that a worker answers for a second, once in the life of each.
        case momentsOfWorkers
        /// Nothing: every answer by itself.
        case none
    }

    private static let workers = 3
    private static let jobs = 14

    /// A run of fourteen jobs, four at a time, each polled every 0.2 s for six seconds on random workers.
    private func history(_ fate: Fate, _ random: inout SplitMix64) -> History {
        var exchanges: [Exchange] = []
        var moments: [Int: Double] = [:]
        for worker in 0..<Self.workers { moments[worker] = random.share() * 24 }
        let outage = random.share() * 24
        for job in 0..<Self.jobs {
            let id = "scan_\(job)"
            let start = Double(job / 4) * 6
            exchanges.append(.initiate(id, at: start, body: #"{"symbols":["\#(id)"]}"#))
            let isLost = random.share() < 0.2
            let knows = (0..<Self.workers).map { _ in random.share() < 0.6 }
            for poll in 0..<30 {
                let sent = start + 0.1 + Double(poll) * 0.2
                let worker = Int(random.next() % UInt64(Self.workers))
                let isFaulty =
                    switch fate {
                    case .jobs: isLost
                    case .workersOfJobs: !knows[worker]
                    case .moments: (outage...(outage + 1)).contains(sent) && random.share() < 0.8
                    case .momentsOfWorkers: moments[worker].map { ($0...($0 + 1)).contains(sent) } ?? false
                    case .none: random.share() < 0.1
                    }
                exchanges.append(
                    Exchange.poll(id, at: sent, .scanning, 7).with {
                        if isFaulty { $0.outcome = .notFound() }
                        $0.outcome = $0.outcome.from(worker: "w\(worker)")
                    }
                )
            }
        }
        return History(exchanges, groups: [.rates])
    }

    @Test(arguments: Fate.allCases)
    func `one in a hundred deployments with like workers is accused at most, whatever answers share`(fate: Fate) {
        var random = SplitMix64(seed: 11)
        let runs = 150
        let accused = (0..<runs).count { _ in
            let finding = WorkerComparison.noneIsMuchWorse(Observations(history(fate, &random)))
            return finding.verdict.kind == .failed
        }
        // Four standard deviations above one in a hundred.
        #expect(accused <= 6, "\(accused) of \(runs)")
    }

    @Test func `a worker that is worse is still found`() {
        var random = SplitMix64(seed: 12)
        let found = (0..<20).count { _ in
            var history = self.history(.none, &random)
            for position in history.positions(.status) where position.isMultiple(of: 2) {
                guard history.events[position].outcome.response?.worker == "w1" else { continue }
                history.setOutcome(Outcome.notFound().from(worker: "w1"), at: position)
            }
            return WorkerComparison.noneIsMuchWorse(Observations(history)).verdict.kind == .failed
        }
        #expect(found == 20)
    }
}
