//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory
import Testing

@testable import ConformanceChecks

/// Each statistic against the sum over all cases, for all small numbers: none of them has a bound that is off by one.
@Suite struct EnumeratedStatisticsTests {
    @Test func `a bound of Clopper and Pearson is the rate at which the tail has the error's probability`() {
        for trials in 0...9 {
            for successes in 0...trials {
                for error in [0.05, 0.01] {
                    let lower = ClopperPearson.lowerBound(successes: successes, trials: trials, error: error)
                    let upper = ClopperPearson.upperBound(successes: successes, trials: trials, error: error)
                    let low = Enumeration.atLeast(successes, of: trials, lower)
                    let high = 1 - Enumeration.atLeast(successes + 1, of: trials, upper)
                    #expect(successes == 0 ? lower == 0 : abs(low - error) < 1e-12, "\(successes) of \(trials)")
                    #expect(successes == trials ? upper == 1 : abs(high - error) < 1e-12, "\(successes) of \(trials)")
                }
            }
        }
    }

    @Test func `a tail of Fisher's test is the sum over all tables that are as bad or worse`() {
        for whole in 0...9 {
            for part in 0...whole {
                for all in 0...whole {
                    for faults in max(0, part + all - whole)...min(part, all) {
                        let expected = (faults...min(part, all)).reduce(0) {
                            $0 + Enumeration.hypergeometric($1, of: part, allFaults: all, of: whole)
                        }
                        let found = FisherExact.tail(faults: faults, of: part, allFaults: all, of: whole)
                        #expect(abs(found - expected) < 1e-12, "\(faults) of \(part), \(all) of \(whole)")
                    }
                }
            }
        }
    }

    @Test func `a two-sided p-value is the sum over all tables that are no more probable`() {
        for first in 0...6 {
            for second in 0...6 {
                for (a, b) in (0...first).flatMap({ a in (0...second).map { (a, $0) } }) {
                    func weight(_ count: Int) -> Double {
                        Enumeration.hypergeometric(count, of: first, allFaults: a + b, of: first + second)
                    }
                    let tables = (max(0, a + b - second)...min(a + b, first)).map(weight)
                    let expected = tables.filter { $0 <= weight(a) * (1 + 1e-9) }.reduce(0, +)
                    let found = FisherExact.twoSided((a, first), (b, second))
                    #expect(abs(found - expected) < 1e-12, "\(a) of \(first), \(b) of \(second)")
                }
            }
        }
    }

    @Test func `the incomplete beta function is the tail of the binomial distribution`() {
        // NIST Digital Library of Mathematical Functions, 8.17.5.
        for a in 1...12 {
            for b in 1...12 {
                for x in [0, 1e-6, 0.01, 0.3, 0.5, 0.77, 0.99, 1] {
                    let expected = Enumeration.atLeast(a, of: a + b - 1, x)
                    let found = IncompleteBeta.value(at: x, Double(a), Double(b))
                    #expect(abs(found - expected) <= 1e-12 * max(expected, 1e-3), "\(x), \(a), \(b)")
                }
            }
        }
    }

    @Test func `the complete beta function is the reciprocal of a binomial coefficient`() {
        // NIST Digital Library of Mathematical Functions, 1.2.1 and 5.12.1.
        for a in 1...40 {
            for b in 1...40 {
                let expected = -log(Enumeration.choose(a + b - 2, a - 1)) - log(Double(a + b - 1))
                #expect(abs(IncompleteBeta.logBeta(Double(a), Double(b)) - expected) < 3e-13, "\(a), \(b)")
            }
        }
    }

    @Test func `a quantile is bounded by the highest rank that few samples exceed it by`() {
        for count in 1...30 {
            let sorted = (1...count).map(\.self)
            for quantile in [0.11, 0.52, 0.73, 0.91] {
                for error in [0.05, 0.01] {
                    // The quantile is below the value of a rank when fewer values than that lie below the quantile.
                    let lower = (1...count).last { 1 - Enumeration.atLeast($0, of: count, quantile) <= error }
                    let upper = (1...count).first { Enumeration.atLeast($0, of: count, quantile) <= error }
                    #expect(QuantileBound.lower(quantile, of: sorted, error: error) == lower)
                    #expect(QuantileBound.upper(quantile, of: sorted, error: error) == upper)
                }
            }
        }
    }

    @Test func `a percentile is the first value that so many in a hundred do not exceed`() {
        for count in 1...25 {
            let sorted = (1...count).map { Duration.milliseconds($0) }
            for percent in 1...100 {
                let expected = (1...count).first { $0 * 100 >= count * percent }
                #expect(Percentiles.rank(percent, of: sorted) == expected.map { .milliseconds($0) })
            }
        }
    }

    @Test func `the wealth is the mean over all bets`() {
        for p in [0.05, 0.4, 0.95] {
            for (successes, failures) in (0...6).flatMap({ s in (0...6).map { (s, $0) } }) {
                // By Simpson's rule; the integrand is a polynomial.
                let steps = 200
                let sum = (0...steps).reduce(0.0) { sum, step in
                    let q = p + (1 - p) * Double(step) / Double(steps)
                    let value = pow(q / p, Double(successes)) * pow((1 - q) / (1 - p), Double(failures))
                    return sum + value * (step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2)
                }
                let expected = sum / Double(3 * steps)
                let found = exp(RateMartingale.logAgainst(atMost: p, successes: successes, failures: failures))
                #expect(abs(found / expected - 1) < 1e-4, "\(p): \(successes), \(failures)")
                let mirrored = RateMartingale.logAgainst(atLeast: 1 - p, successes: failures, failures: successes)
                #expect(abs(exp(mirrored) / found - 1) < 1e-12)
            }
        }
    }

    @Test func `the counts that decide a rate are the first that do`() {
        let criterion = RateCriterion(target: 0.6, alpha: 0.1, beta: 0.2)
        for failures in 0...12 {
            let passing = (0...400).first { criterion.decision(successes: $0, failures: failures) == .passed }
            let failing = (0...400).last { criterion.decision(successes: $0, failures: failures) == .failed }
            #expect(criterion.successesToPass(failures: failures) == passing)
            #expect(criterion.successesToFail(failures: failures) == failing)
            #expect(criterion.successesToRevoke(failures: failures) == failing.map { $0 + 1 } ?? 0)
        }
        for successes in 0...12 {
            let failing = (0...400).first { criterion.decision(successes: successes, failures: $0) == .failed }
            for known in 0...(failing ?? 0) {
                #expect(criterion.failuresToFail(successes: successes, beyond: known) == failing)
            }
        }
    }

    @Test func `a rate is the share of successes, and none without trials`() {
        var test = SequentialRateTest()
        #expect(Rate(test).rate == 0)
        test.add(success: true)
        #expect(Rate(test).rate == 1)
        test.add(success: false)
        #expect(Rate(test).rate == 0.5)
        #expect(Share(successes: 1, trials: 1).rate == 1 && Share(successes: 1, trials: 2).rate == 0.5)
    }

    @Test(
        arguments: [(0.1, 0.1), (0, 1e-9), (-1, 1e-9), (1, 0.5), (.infinity, 0.05), (.nan, 0.05)] as [(Double, Double)]
    )
    func `an error of a recorded plan is replaced by the nearest valid one`(error: Double, used: Double) {
        var plan = Plan.forTests()
        plan.rates.alpha = error
        plan.rates.beta = 0.2
        #expect(plan.rates.criterion == RateCriterion(alpha: used, beta: 0.2))
        (plan.rates.alpha, plan.rates.beta) = (0.2, error)
        #expect(plan.rates.criterion == RateCriterion(alpha: 0.2, beta: used))
    }

    // MARK: - Chance among workers

    @Test func `a worker's excess is Fisher's tail for each choice of that many workers`() {
        let labels = [0, 0, 1, 1, 2, 2, 2, 0]
        let streaks = zip(labels, [true, true, true, false, false, false, false, false])
            .map { WorkerChance.Streak(label: $0, isFaulty: $1) }
        for wrong in [[0], [1], [0, 1], [2], [0, 1, 2]] as [Set<Int>] {
            let part = streaks.filter { wrong.contains($0.label) }
            let faults = part.count(where: \.isFaulty)
            let tail = (faults...3).reduce(0) {
                $0 + Enumeration.hypergeometric($1, of: part.count, allFaults: 3, of: 8)
            }
            let found = WorkerChance.ofExcess(wrong, of: 3, in: streaks)
            #expect(abs(found - tail * Enumeration.choose(3, wrong.count)) < 1e-12, "\(wrong)")
        }
    }

    @Test func `that one worker alone is right is as probable as to draw just its requests`() {
        func job(_ right: Int, _ wrong: Int) -> [WorkerChance.Streak<Int>] {
            (0..<right).map { _ in .init(label: 0, isFaulty: false) }
                + (0..<wrong).map { .init(label: 1 + $0 % 2, isFaulty: true) }
        }
        for (right, wrong) in (1...5).flatMap({ right in (1...5).map { (right, $0) } }) {
            let each = min(1, 3 / Enumeration.choose(right + wrong, right))
            let one = WorkerChance.ofOneRight([job(right, wrong)], among: 1, workers: 3)
            #expect(abs(one - each) < 1e-12)
            let two = WorkerChance.ofOneRight([job(right, wrong), job(4, 4)], among: 3, workers: 3)
            #expect(abs(two - min(1, 3 * each * 3 / 70)) < 1e-12)
        }
    }

    @Test func `requests that follow each other with one worker and one outcome are one`() {
        let streaks = WorkerChance.streaks(
            [(0, true), (0, true), (0, false), (1, false), (1, false), (0, false), (0, true)].map {
                (label: $0, isFaulty: $1)
            }
        )
        #expect(streaks.map(\.label) == [0, 0, 1, 0, 0])
        #expect(streaks.map(\.isFaulty) == [true, false, false, false, true])
    }

    @Test func `a label is as conspicuous as the share of exchanges that would make one so`() {
        for clusters in 1...7 {
            var test = LabelPermutation(labels: 2)
            for cluster in 0..<clusters {
                test.add(label: 0, cluster: cluster, stratum: 0, isFaulty: true)
                test.add(label: 1, cluster: cluster, stratum: 0, isFaulty: false)
                // A stratum in which all fail tells nothing.
                test.add(label: 0, cluster: cluster, stratum: 1, isFaulty: true)
            }
            let found = test.significance()
            // All exchanges but none, or all of them, leave either label with fewer faults.
            let expected = pow(0.5, Double(clusters - 1))
            #expect(
                abs(found[0] - expected) < 4 * (expected * (1 - expected) / 1999).squareRoot() + 0.001,
                "\(clusters)"
            )
            #expect(found[1] == 1)
        }
    }

    @Test func `clusters beyond four hundred are taken together with others`() {
        func significance(of second: Int) -> Double {
            var test = LabelPermutation(labels: 2)
            for cluster in [0, second] {
                test.add(label: 0, cluster: cluster, stratum: 0, isFaulty: true)
                test.add(label: 1, cluster: cluster, stratum: 0, isFaulty: false)
            }
            return test.significance()[0]
        }
        // Apart, each of the two may be exchanged by itself; together either label is as conspicuous.
        #expect(significance(of: 400) == 1)
        #expect(significance(of: 399) < 0.9 && significance(of: 401) < 0.9)
    }
}
