//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitSupport

@testable import ConformanceChecks

/// The result of probing a simulated deployment until a rate was decided or the polls were used up.
struct SimulatedOutcome {
    var decision: Rate.Decision
    var polls: Int
}

/// Simulated deployments whose polls fail at chosen places, decided as the runner does: after each poll.
///
/// Only failures are simulated: between two of them the rate can only come to pass, after a number of polls that
/// depends on the failures so far. That makes a run some dozen steps instead of some hundred.
struct SimulatedDeployment {
    /// The maximum number of polls of a run.
    static let cap = 600

    /// The number of polls at which a rate passes, by the number of failures.
    private static let passes = (0...cap / 4).map { RateCriterion().successesToPass(failures: $0) + $0 }
    /// The number of polls up to which a rate fails, by the number of failures.
    private static let fails = (0...cap / 4).map { (RateCriterion().successesToFail(failures: $0) ?? -$0 - 1) + $0 }

    /// Probes once; the closure returns the next failed poll after a given one, which may lie beyond the cap.
    static func probe(nextFailure: (_ after: Int) -> Int) -> SimulatedOutcome {
        // Local copies: a million steps would access the static properties again and again.
        let (passes, fails, cap) = (self.passes, self.fails, self.cap)
        var polls = 0
        var failures = 0
        while true {
            let next = nextFailure(polls)
            let pass = passes[failures]
            if pass < next, pass <= cap { return SimulatedOutcome(decision: .passed, polls: pass) }
            guard next <= cap else { return SimulatedOutcome(decision: .inconclusive, polls: cap) }
            failures += 1
            polls = next
            if polls <= fails[failures] { return SimulatedOutcome(decision: .failed, polls: polls) }
        }
    }
}

/// The outcomes of many simulated deployments.
struct SimulationTally {
    var runs = 0
    private var passed = 0
    private var failed = 0
    private var polls = 0

    mutating func add(_ outcome: SimulatedOutcome) {
        runs += 1
        switch outcome.decision {
        case .passed: passed += 1
        case .failed: failed += 1
        case .inconclusive: break
        }
        polls += outcome.polls
    }

    func share(_ decision: Rate.Decision) -> Double {
        let count =
            switch decision {
            case .passed: passed
            case .failed: failed
            case .inconclusive: runs - passed - failed
            }
        return runs == 0 ? 0 : Double(count) / Double(runs)
    }

    /// The mean number of polls of a run, including undecided runs.
    var meanPolls: Double { Double(polls) / Double(max(runs, 1)) }

    /// The tolerance for a share: four standard deviations, exceeded by chance in one of 16 000 cases on either side.
    func tolerance(_ share: Double) -> Double {
        4 * (share * (1 - share) / Double(max(runs, 1))).squareRoot() + 1e-9
    }
}

/// The exact distribution for a deployment whose polls are independent: the probability of every state, poll by poll.
struct ExactCourse {
    private(set) var passed = 0.0
    private(set) var failed = 0.0
    private(set) var meanPolls = 0.0

    init(rate: Double, cap: Int = SimulatedDeployment.cap) {
        let criterion = RateCriterion()
        let toPass = (0...cap / 4).map(criterion.successesToPass)
        let toFail = (0...cap / 4).map { criterion.successesToFail(failures: $0) ?? -1 }
        // The probability of each number of failures while undecided.
        var open: [Double] = [1]
        for polls in 1...cap {
            var next = [Double](repeating: 0, count: open.count + 1)
            for failures in open.indices where open[failures] > 0 {
                for (count, share) in [(failures, rate), (failures + 1, 1 - rate)] {
                    let probability = open[failures] * share
                    if polls - count >= toPass[count] {
                        passed += probability
                        meanPolls += probability * Double(polls)
                    } else if polls - count <= toFail[count] {
                        failed += probability
                        meanPolls += probability * Double(polls)
                    } else {
                        next[count] += probability
                    }
                }
            }
            while next.count > 1, next[next.count - 1] == 0 { next.removeLast() }
            open = next
        }
        meanPolls += open.reduce(0, +) * Double(cap)
    }
}

extension SplitMix64 {
    /// A uniform random number in 0..<1.
    mutating func share() -> Double { Double(next() &>> 11) * 0x1p-53 }

    /// The number of trials up to the first failure, which is geometric: a failure has the probability 1 - `success`.
    mutating func trialsToFailure(logSuccess: Double) -> Int {
        guard logSuccess < 0 else { return 1_000_000 }
        let trials = log(1 - share()) / logSuccess
        return trials < 1e6 ? Int(trials) + 1 : 1_000_000
    }
}
