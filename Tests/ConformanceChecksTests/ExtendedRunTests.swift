//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import KitSupport
import ProbeHistory
import Testing

/// The error rates of a run that is extended until its rates are decided.
@Suite struct ExtendedRunTests {
    /// A deployment that loses each poll with the same probability, polled until the rate is decided or 600 times.
    private func history(rate: Double, seed: UInt64) -> History {
        var generator = SplitMix64(seed: seed)
        var test = SequentialRateTest()
        var exchanges = [Exchange.initiate("scan_a", at: 0, body: "{}")]
        // The fixed part of the acceptance plan is some two hundred polls; after that the decision ends it.
        while test.trials < 200 || test.decision == .inconclusive && test.trials < 600 {
            let isFound = generator.share() < rate
            test.add(success: isFound)
            let poll = Exchange.poll("scan_a", at: Double(test.trials), .scanning, 7)
            exchanges.append(isFound ? poll : poll.with { $0.outcome = .notFound() })
        }
        return History(exchanges, groups: [.status, .rates])
    }

    @Test(arguments: [(0.92, Rate.Decision.passed), (0.95, .passed), (0.97, .failed)])
    func `a deployment near 95 % is judged wrongly no more often than promised, and each lost poll is told`(
        rate: Double,
        wrong: Rate.Decision
    ) {
        let runs = 40
        var wrongs = 0
        for run in 0..<runs {
            let judgement = Judge.judge(history(rate: rate, seed: UInt64(run) * 1000 + UInt64(rate * 100)))
            wrongs += judgement["RATE-001"]?.verdict.kind.rawValue == wrong.rawValue ? 1 : 0
            #expect(judgement["STAT-002"]?.verdict.kind == .failed)
            #expect(judgement.rates.statusFound.trials <= 600)
        }
        // 5 %, and three standard deviations for the number of runs.
        #expect(wrongs <= 6)
    }

    @Test func `what a monitor calls decided while the run goes on is what the judge finds`() {
        let history = SoundRun(seed: 11).history
        let monitor = RateMonitor(plan: history.header.plan)
        #expect(monitor.undecided == [.status, .results, .initiate])
        let byReceipt = history.events.sorted { $0.received < $1.received }
        var decidedAt: Int?
        for (index, event) in byReceipt.enumerated() {
            monitor.record(event)
            if decidedAt == nil, !monitor.undecided.contains(.status) { decidedAt = index }
        }
        #expect(decidedAt != nil)
        // The rate of first polls takes more jobs than the history has.
        #expect(monitor.undecided == [.initiate])
        let judged = Judge.judge(history).rates
        #expect(monitor.rates.statusFound.decidedAfter == judged.statusFound.decidedAfter)
        #expect(monitor.rates.initiate.decision == judged.initiate.decision)
    }

    @Test func `once a rate has failed nobody waits for initiations`() {
        let monitor = RateMonitor(plan: .forTests())
        for event in history(rate: 0.5, seed: 1).events { monitor.record(event) }
        #expect(monitor.rates.initiate.decision == .inconclusive)
        #expect(monitor.undecided == [.results])
    }
}
