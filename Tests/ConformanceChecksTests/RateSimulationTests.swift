//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitSupport
import Testing

@testable import ConformanceChecks

/// The error probabilities by simulation, seeded, so that every test run simulates the same deployments.
@Suite struct RateSimulationTests {
    static let runs = 100_000
    static let rates = [0.5, 0.9, 0.92, 0.95, 0.97, 0.99, 1]

    /// A deployment that loses each poll with the same probability.
    private func tally(rate: Double) -> SimulationTally {
        var generator = SplitMix64(seed: UInt64(rate * 10_000))
        let logSuccess = log(rate)
        var tally = SimulationTally()
        for _ in 0..<Self.runs {
            tally.add(SimulatedDeployment.probe { $0 + generator.trialsToFailure(logSuccess: logSuccess) })
        }
        return tally
    }

    @Test(arguments: Self.rates)
    func `neither error is more frequent than promised`(rate: Double) {
        let tally = self.tally(rate: rate)
        let exact = ExactCourse(rate: rate)
        // The simulation and the exact calculation verify each other.
        #expect(abs(tally.share(.passed) - exact.passed) <= tally.tolerance(exact.passed))
        #expect(abs(tally.share(.failed) - exact.failed) <= tally.tolerance(exact.failed))
        #expect(abs(tally.meanPolls - exact.meanPolls) <= 4 * 250 / Double(Self.runs).squareRoot())
        if rate <= 0.95 {
            #expect(tally.share(.passed) <= 0.05)
        } else {
            #expect(tally.share(.failed) <= 0.05)
        }
        switch rate {
        case 0.5: #expect(tally.meanPolls <= 8)
        case 0.97: #expect(tally.share(.failed) < 0.01)
        case 1: #expect(tally.meanPolls <= 100 && tally.share(.passed) == 1)
        default: break
        }
    }

    @Test func `the table in the contract is as it is`() throws {
        func percent(_ share: Double) -> String {
            let thousandths = Int((share * 1000).rounded())
            return "\(thousandths / 10).\(thousandths % 10) %"
        }
        let rows = Self.rates.map { rate in
            let course = ExactCourse(rate: rate)
            let tenths = Int((course.meanPolls * 10).rounded())
            let open = max(0, 1 - course.passed - course.failed)
            return "| \(Int((rate * 100).rounded())) % | \(percent(course.passed)) | \(percent(course.failed)) "
                + "| \(percent(open)) | \(tenths / 10).\(tenths % 10) |"
        }
        let table = rows.joined(separator: "\n")
        Attachment.record(table, named: "rate-decisions.md")
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Conformance/Contract")
        let contract = try String(contentsOf: folder.appending(path: "judging.md"), encoding: .utf8)
        #expect(contract.contains(table), "\n\(table)")
    }

    // MARK: - A broken worker among three

    /// The broken worker loses this share of its polls; the rate is a third of that short of 100 %.
    @Test(arguments: [(0.06, 0.98), (0.15, 0.95), (0.3, 0.9), (1, 2.0 / 3)] as [(Double, Double)])
    func `a broken worker among three, requests dealt out in turn`(loss: Double, rate: Double) {
        var generator = SplitMix64(seed: UInt64(loss * 1000))
        let logSuccess = log(1 - loss)
        var tally = SimulationTally()
        for _ in 0..<Self.runs {
            let first = Int(generator.next() % 3) + 1
            tally.add(
                SimulatedDeployment.probe { polls in
                    // Every third poll goes to the broken worker, beginning with a given one.
                    let turns = polls < first ? 0 : (polls - first) / 3 + 1
                    return first + (turns + generator.trialsToFailure(logSuccess: logSuccess) - 1) * 3
                }
            )
        }
        if rate <= 0.95 {
            #expect(tally.share(.passed) <= 0.05)
        } else {
            #expect(tally.share(.failed) <= 0.05)
        }
        if loss == 1 {
            #expect(tally.share(.failed) == 1)
            #expect(tally.meanPolls < 10)
        }
    }

    @Test func `a worker among three that finds nothing, each poll on a worker drawn anew`() {
        var generator = SplitMix64(seed: 3)
        var tally = SimulationTally()
        for _ in 0..<Self.runs {
            tally.add(
                SimulatedDeployment.probe { polls in
                    var poll = polls + 1
                    while generator.next() % 3 != 0 { poll += 1 }
                    return poll
                }
            )
        }
        #expect(tally.share(.failed) > 0.9999)
        #expect(tally.meanPolls < 12)
    }

    // MARK: - Whole jobs broken

    /// Each of ten jobs is broken with a probability of 10 % and then loses half of its polls: 95 % over all possible
    /// jobs.
    ///
    /// The rate over polls is a claim about the observed jobs. In a third of the runs none of them is broken; those
    /// pass correctly. Jobs that were not observed are covered by the share of flawless jobs.
    @Test func `with whole jobs broken the claim over polls holds for the jobs that were seen`() {
        var generator = SplitMix64(seed: 10)
        let jobs = 10
        var byBroken: [Int: SimulationTally] = [:]
        for _ in 0..<Self.runs {
            // In turn over the jobs, in the runner's order: the broken ones are the first of each round.
            let broken = (0..<jobs).count { _ in generator.share() < 0.1 }
            let outcome = SimulatedDeployment.probe { polls in
                guard broken > 0 else { return .max }
                var poll = polls
                repeat {
                    poll += 1
                    let turn = (poll - 1) % jobs
                    if turn >= broken { poll += jobs - turn }
                } while generator.next() & 1 == 0
                return poll
            }
            byBroken[broken, default: SimulationTally()].add(outcome)
        }
        #expect(byBroken[0]?.share(.passed) == 1)
        let wrong = byBroken.filter { $0.key > 0 }
        for (_, tally) in wrong where tally.runs > 1000 { #expect(tally.share(.passed) <= 0.05) }
        // Over all runs far more than 5 % pass: the rate over polls is no claim about jobs that were not observed.
        let none = Double(byBroken[0]?.runs ?? 0) / Double(Self.runs)
        #expect(none > 0.3)
        // The share of flawless jobs is one: after ten flawless jobs a quarter of all jobs may still be broken.
        #expect(Share(successes: 10, trials: 10).lower < 0.75)
    }

    @Test func `the claim over jobs is wrong in one run of twenty at most`() {
        var generator = SplitMix64(seed: 59)
        let (jobs, share) = (60, 0.95)
        let lower = (0...jobs).map { Share(successes: $0, trials: jobs).lower }
        var tooHigh = 0
        let runs = Self.runs / 10
        for _ in 0..<runs {
            let flawless = (0..<jobs).count { _ in generator.share() < share }
            tooHigh += lower[flawless] > share ? 1 : 0
        }
        #expect(Double(tooHigh) / Double(runs) <= 0.05)
        #expect(lower[60] > 0.95)
        #expect(Share(successes: 58, trials: 58).lower < 0.95)
    }

    // MARK: - The naive gate

    @Test func `more than 95 % of 60 polls passes a deployment at 95 % in 42 % of runs, ours in 3 %`() {
        var generator = SplitMix64(seed: 60)
        let logSuccess = log(0.95)
        var naive = 0
        for _ in 0..<Self.runs {
            var failures = 0
            var poll = generator.trialsToFailure(logSuccess: logSuccess)
            while poll <= 60 {
                failures += 1
                poll += generator.trialsToFailure(logSuccess: logSuccess)
            }
            naive += Double(60 - failures) / 60 > 0.95 ? 1 : 0
        }
        #expect(abs(Double(naive) / Double(Self.runs) - 0.417) < 0.007)
        #expect(tally(rate: 0.95).share(.passed) < 0.035)
    }
}
