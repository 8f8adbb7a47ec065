//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitSupport
import Testing

@testable import ConformanceChecks

@Suite struct SequentialRateTestTests {
    /// Expected values: the integral, evaluated to 40 digits with mpmath 1.3.
    @Test(arguments: [
        (0, 0, 0.0, 0.0), (88, 0, 3.01044245449, -4.48863636973), (5, 1, -0.604692743857, -0.479573080262),
        (57, 3, -0.654813758359, -3.04212044224), (0, 7, -2.07944154168, 18.9419776675),
        (300, 5, 3.85579748712, -5.36336225647), (900, 100, -3.9984749155, 16.966443386),
        (960_000, 40_000, 1122.08288774, -12.2064572076), (950_000, 50_000, -5.21194274317, -8.15198859229),
        (940_000, 60_000, -9.26219797268, 984.735470815), (1_000_000, 0, 51282.4746083, -13.815511558),
    ])
    func `the wealth is the integral, also for a million trials`(
        successes: Int,
        failures: Int,
        againstAtMost: Double,
        againstAtLeast: Double
    ) {
        let up = RateMartingale.logAgainst(atMost: 0.95, successes: successes, failures: failures)
        let down = RateMartingale.logAgainst(atLeast: 0.95, successes: successes, failures: failures)
        #expect(abs(up - againstAtMost) < 1e-6 * max(1, abs(againstAtMost)), "\(up)")
        #expect(abs(down - againstAtLeast) < 1e-6 * max(1, abs(againstAtLeast)), "\(down)")
    }

    @Test func `no bet has a positive expectation at the bound, and each loses where the bound holds`() {
        for (successes, failures) in [(0, 0), (3, 0), (20, 1), (57, 3), (88, 0), (5, 9), (400, 20)] {
            func wealth(_ success: Int, _ failure: Int) -> Double {
                exp(
                    RateMartingale.logAgainst(
                        atMost: 0.95,
                        successes: successes + success,
                        failures: failures + failure
                    )
                )
            }
            let now = wealth(0, 0)
            #expect(abs(0.95 * wealth(1, 0) + 0.05 * wealth(0, 1) - now) < 1e-9 * now)
            #expect(0.9 * wealth(1, 0) + 0.1 * wealth(0, 1) < now)
        }
    }

    @Test func `the bounds are those of a mixture over all alternatives`() {
        let criterion = RateCriterion()
        // Computed with SciPy from the incomplete beta function.
        #expect((0..<8).map(criterion.successesToPass) == [88, 133, 172, 207, 240, 272, 303, 334])
        #expect((0..<12).map(criterion.successesToFail) == [nil, nil, 1, 5, 9, 15, 21, 28, 36, 44, 52, 61])
    }

    @Test func `88 straight successes pass, 87 do not`() {
        var test = SequentialRateTest()
        for _ in 0..<87 { test.add(success: true) }
        #expect(test.decision == .inconclusive)
        #expect(test.flawlessTrialsToPass == 1)
        #expect(test.interval.lowerBound < 0.95)
        test.add(success: true)
        #expect(test.decision == .passed)
        #expect(test.decidedAfter == 88)
        #expect(test.flawlessTrialsToPass == 0)
        #expect(test.interval.lowerBound >= 0.95)
        #expect(test.interval.upperBound == 1)
    }

    @Test func `nothing is decided without trials, and two lost polls at once are enough to fail`() {
        var test = SequentialRateTest()
        #expect(test.decision == .inconclusive)
        #expect(test.interval == 0...1)
        #expect(test.flawlessTrialsToPass == 88)
        test.add(success: false)
        #expect(test.decision == .inconclusive)
        test.add(success: false)
        #expect(test.decision == .failed)
        #expect(test.decidedAfter == 2)
        #expect(test.interval.upperBound <= 0.95)
        #expect(test.flawlessTrialsToPass == 172)
    }

    @Test func `a pass is lost when the deployment breaks down afterwards`() {
        var test = SequentialRateTest()
        for _ in 0..<100 { test.add(success: true) }
        #expect(test.decidedAfter == 88)
        for _ in 0..<2 { test.add(success: false) }
        #expect(test.decision == .inconclusive)
        #expect(test.decidedAfter == nil)
        for _ in 0..<100 { test.add(success: false) }
        #expect(test.decision == .failed)
        let failedAfter = test.decidedAfter
        for _ in 0..<100 { test.add(success: true) }
        #expect(test.decidedAfter == failedAfter)
        for _ in 0..<10_000 { test.add(success: true) }
        #expect(test.decision == .passed)
    }

    @Test(arguments: [0.3, 0.9, 0.95, 0.97, 0.999] as [Double])
    func `trial by trial it is what the counts say, and the interval agrees`(rate: Double) {
        var generator = SplitMix64(seed: UInt64(rate * 1000))
        var test = SequentialRateTest(RateCriterion(alpha: 0.1, beta: 0.02))
        for trial in 1...1500 {
            test.add(success: Double.random(in: 0..<1, using: &generator) < rate)
            let decision = test.criterion.decision(successes: test.successes, failures: test.failures)
            #expect(test.decision == decision)
            #expect((test.decidedAfter == nil) == (decision == .inconclusive))
            guard trial.isMultiple(of: 50) else { continue }
            let interval = test.interval
            #expect((interval.lowerBound >= 0.95) == (decision == .passed))
            #expect((interval.upperBound <= 0.95) == (decision == .failed))
            #expect(interval.contains(Double(test.successes) / Double(trial)))
            var further = test
            for _ in 0..<test.flawlessTrialsToPass { further.add(success: true) }
            #expect(further.decision == .passed)
        }
    }

    @Test func `smaller errors take more trials`() {
        let strict = RateCriterion(alpha: 0.01, beta: 0.01)
        #expect(strict.successesToPass(failures: 0) > 88)
        #expect(strict.successesToFail(failures: 2) == 0)
    }

    @Test(.timeLimit(.minutes(10)), arguments: [0.5, 0.95, 0.999] as [Double])
    func `a million trials are taken in one by one`(rate: Double) {
        var test = SequentialRateTest()
        let failureEvery = Int((1 / (1 - rate)).rounded())
        for trial in 1...1_000_000 { test.add(success: !trial.isMultiple(of: failureEvery)) }
        #expect(test.trials == 1_000_000)
        #expect(test.decision == (rate < 0.95 ? .failed : rate > 0.95 ? .passed : .inconclusive))
        let interval = test.interval
        #expect(interval.contains(rate))
        #expect(interval.upperBound - interval.lowerBound < 0.005)
    }
}
