//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Probabilities by summing up all cases, for numbers so small that every one of them is exact.
enum Enumeration {
    /// The number of ways to choose some of a whole.
    static func choose(_ whole: Int, _ part: Int) -> Double {
        guard part >= 0, part <= whole else { return 0 }
        return (0..<part).reduce(1) { $0 * Double(whole - $1) / Double($1 + 1) }
    }

    /// The probability of a number of successes among independent trials.
    static func binomial(_ successes: Int, of trials: Int, _ rate: Double) -> Double {
        successes > trials
            ? 0 : choose(trials, successes) * power(rate, successes) * power(1 - rate, trials - successes)
    }

    /// The probability of so many successes or more.
    static func atLeast(_ successes: Int, of trials: Int, _ rate: Double) -> Double {
        (successes...max(successes, trials)).reduce(0) { $0 + binomial($1, of: trials, rate) }
    }

    /// The probability that a part of a whole has just so many of its faults.
    static func hypergeometric(_ faults: Int, of part: Int, allFaults: Int, of whole: Int) -> Double {
        choose(allFaults, faults) * choose(whole - allFaults, part - faults) / choose(whole, part)
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { value, _ in value * base }
    }
}
