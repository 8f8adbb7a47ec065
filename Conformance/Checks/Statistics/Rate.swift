//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A share of trials that succeeded, the interval it leaves for the true rate, and what that decides.
public struct Rate: Sendable, Hashable {
    /// The rate that has to be exceeded.
    public static let target = 0.95
    /// The error of each bound, and with it of each decision.
    public static let error = 0.05
    /// The fewest trials that can show more than the target, if all of them succeed.
    public static let fewestTrials = 59

    /// How many trials succeeded.
    public var successes: Int
    /// How many trials there were.
    public var trials: Int
    /// The lower bound of the true rate; it is too high in at most a share ``error`` of runs.
    public var lower: Double
    /// The upper bound of the true rate; it is too low in at most a share ``error`` of runs.
    public var upper: Double
    /// What the interval decides.
    public var decision: Decision

    /// What a rate's interval decides.
    public enum Decision: String, Codable, Sendable, Hashable, CaseIterable {
        case passed
        case failed
        case inconclusive
    }

    /// How much a small sample may say.
    package enum SmallSample: Sendable {
        /// What the interval does not decide is inconclusive.
        case undecided
        /// Fewer than ``fewestTrials`` trials pass when not a single one failed.
        ///
        /// This is for operations of which a short plan makes only a few. It is no claim of 95 %, and reports say so.
        case flawlessPasses
    }

    /// Decides a rate.
    package init(successes: Int, trials: Int, smallSample: SmallSample) {
        self.successes = successes
        self.trials = trials
        self.lower = ClopperPearson.lowerBound(successes: successes, trials: trials, error: Self.error)
        self.upper = ClopperPearson.upperBound(successes: successes, trials: trials, error: Self.error)
        // Bisection is exact to the last bits only; a bound that equals the target is not above it.
        let tolerance = 1e-9
        if trials > 0, self.lower > Self.target + tolerance {
            self.decision = .passed
        } else if trials > 0, self.upper <= Self.target + tolerance {
            self.decision = .failed
        } else if smallSample == .flawlessPasses, trials > 0, trials < Self.fewestTrials, successes == trials {
            self.decision = .passed
        } else {
            self.decision = .inconclusive
        }
    }

    /// The share of trials that succeeded; 0 when there were none.
    public var rate: Double { self.trials == 0 ? 0 : Double(self.successes) / Double(self.trials) }

    /// Whether the rate passed only because the sample is too small for a claim and nothing in it failed.
    public var isTooSmallForAClaim: Bool { self.decision == .passed && self.lower <= Self.target }
}
