//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The rate that has to be exceeded, and the error probabilities of the decision.
public struct RateCriterion: Sendable, Hashable {
    /// The rate that has to be exceeded.
    public var target: Double
    /// The maximum probability of passing a deployment whose rate is the target or less.
    public var alpha: Double
    /// The maximum probability of failing a deployment whose rate is above the target.
    public var beta: Double

    /// Creates a criterion.
    ///
    /// - Parameters:
    ///   - target: The rate that has to be exceeded, between 0 and 1.
    ///   - alpha: The probability of a false pass, between 0 and 1.
    ///   - beta: The probability of a false failure, between 0 and 1.
    public init(target: Double = 0.95, alpha: Double = 0.05, beta: Double = 0.05) {
        precondition(target > 0 && target < 1, "A rate of 0 or 1 cannot be told from its neighbours.")
        precondition(alpha > 0 && alpha < 1 && beta > 0 && beta < 1, "Without an error nothing is ever decided.")
        self.target = target
        self.alpha = alpha
        self.beta = beta
    }

    /// The fewest successes that pass with a given number of failures.
    public func successesToPass(failures: Int) -> Int {
        Self.first { passes(successes: $0, failures: failures) }
    }

    /// The most successes that still fail with a given number of failures; `nil` when even no success passes.
    public func successesToFail(failures: Int) -> Int? {
        let fewest = successesToRevoke(failures: failures)
        return fewest == 0 ? nil : fewest - 1
    }

    /// The fewest successes that do not fail with a given number of failures.
    func successesToRevoke(failures: Int) -> Int {
        Self.first { !fails(successes: $0, failures: failures) }
    }

    /// The fewest failures that fail with a given number of successes; `known` failures are known to be too few.
    func failuresToFail(successes: Int, beyond known: Int) -> Int {
        known + Self.first { fails(successes: successes, failures: known + $0) }
    }

    /// The decision on counts, independent of the order of the trials.
    public func decision(successes: Int, failures: Int) -> Rate.Decision {
        if passes(successes: successes, failures: failures) { return .passed }
        return fails(successes: successes, failures: failures) ? .failed : .inconclusive
    }

    /// The rates that are compatible with counts: the confidence sequence that belongs to the decision.
    ///
    /// A rate is left out below when the wealth against "this rate at most" has reached 1/α, and above when the wealth
    /// against "this rate at least" has reached 1/β: counts pass exactly when the target is left out below.
    func interval(successes: Int, failures: Int) -> ClosedRange<Double> {
        // The bounds lie on either side of the observed share, at which both wealths are at most 1.
        let share = successes + failures == 0 ? 0.5 : Double(successes) / Double(successes + failures)
        let lower = Self.bisect(from: share, to: 0) {
            RateMartingale.logAgainst(atMost: $0, successes: successes, failures: failures) >= -log(alpha)
        }
        let upper = Self.bisect(from: share, to: 1) {
            RateMartingale.logAgainst(atLeast: $0, successes: successes, failures: failures) >= -log(beta)
        }
        return min(lower, share)...max(upper, share)
    }

    func passes(successes: Int, failures: Int) -> Bool {
        RateMartingale.logAgainst(atMost: target, successes: successes, failures: failures) >= -log(alpha)
    }

    func fails(successes: Int, failures: Int) -> Bool {
        RateMartingale.logAgainst(atLeast: target, successes: successes, failures: failures) >= -log(beta)
    }

    /// The smallest number from which on a condition holds.
    private static func first(where holds: (Int) -> Bool) -> Int {
        guard !holds(0) else { return 0 }
        var below = 0
        var above = 1
        while !holds(above) { (below, above) = (above, above * 2) }
        while above - below > 1 {
            let middle = (below + above) / 2
            if holds(middle) { above = middle } else { below = middle }
        }
        return above
    }

    /// The point between two at which a condition begins to hold, up to the last bits; `end` when it never does.
    private static func bisect(from start: Double, to end: Double, where holds: (Double) -> Bool) -> Double {
        var (inside, outside) = (start, end)
        while true {
            let middle = (inside + outside) / 2
            guard middle != inside, middle != outside, abs(inside - outside) > 1e-12 else { return outside }
            if holds(middle) { outside = middle } else { inside = middle }
        }
    }
}

extension Plan.Rates {
    /// The criterion for the plan's rates.
    ///
    /// A plan from a history may hold any value; an error of 0 or 1 is replaced by the nearest valid one.
    public var criterion: RateCriterion {
        func sensible(_ error: Double) -> Double { error.isFinite ? min(max(error, 1e-9), 0.5) : 0.05 }
        return RateCriterion(alpha: sensible(alpha), beta: sensible(beta))
    }
}
