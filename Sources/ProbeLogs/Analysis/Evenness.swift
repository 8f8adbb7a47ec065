//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The test whether something is spread over workers as chance would spread it.
///
/// The statistic is Pearson's chi-square. With few expected counts its distribution is found by drawing: requests are dealt
/// to the workers at random, failures to the requests that there were. With many it is the chi-square distribution.
enum Evenness {
    private static let draws = 1999
    /// The number of counts up to which the distribution is drawn.
    private static let fewest = 2000

    /// Returns the p-value of counts that should be equal.
    static func ofEqual(_ counts: [Int]) -> Double {
        let total = counts.reduce(0, +)
        guard counts.count > 1, total > 0 else { return 1 }
        let share = Double(total) / Double(counts.count)
        func statistic(_ counts: [Int]) -> Double {
            counts.reduce(0) { $0 + (Double($1) - share) * (Double($1) - share) / share }
        }
        let observed = statistic(counts)
        guard total <= fewest else { return chiSquareTail(observed, degrees: counts.count - 1) }
        var random = SplitMix64(seed: 1)
        var reached = 0
        for _ in 0..<draws {
            var drawn = [Int](repeating: 0, count: counts.count)
            for _ in 0..<total { drawn[Int(random.next() % UInt64(counts.count))] += 1 }
            if statistic(drawn) >= observed - 1e-9 { reached += 1 }
        }
        return Double(reached + 1) / Double(draws + 1)
    }

    /// Returns the p-value of failures among trials whose share should be the same everywhere.
    static func ofShares(failures: [Int], trials: [Int]) -> Double {
        let total = trials.reduce(0, +)
        let failed = failures.reduce(0, +)
        guard trials.count > 1, failed > 0, failed < total else { return 1 }
        let share = Double(failed) / Double(total)
        func statistic(_ failures: [Int]) -> Double {
            zip(failures, trials).reduce(0) { sum, pair in
                let expected = share * Double(pair.1)
                guard expected > 0 else { return sum }
                let difference = Double(pair.0) - expected
                return sum + difference * difference / (expected * (1 - share))
            }
        }
        let observed = statistic(failures)
        guard total <= fewest else { return chiSquareTail(observed, degrees: trials.count(where: { $0 > 0 }) - 1) }
        var owners = trials.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
        var random = SplitMix64(seed: 1)
        var reached = 0
        for _ in 0..<draws {
            var drawn = [Int](repeating: 0, count: trials.count)
            // The beginning of a random order.
            for index in 0..<failed {
                owners.swapAt(index, index + Int(random.next() % UInt64(owners.count - index)))
                drawn[owners[index]] += 1
            }
            if statistic(drawn) >= observed - 1e-9 { reached += 1 }
        }
        return Double(reached + 1) / Double(draws + 1)
    }

    /// Returns the probability that a chi-square variable is at least as large.
    ///
    /// Source: M. Abramowitz, I. A. Stegun, *Handbook of Mathematical Functions* (1964), 26.4.4 and 26.4.5.
    static func chiSquareTail(_ value: Double, degrees: Int) -> Double {
        guard degrees > 0, value > 0 else { return 1 }
        let half = value / 2
        if degrees.isMultiple(of: 2) {
            var term = exp(-half)
            var sum = term
            for index in 1..<max(degrees / 2, 1) {
                term *= half / Double(index)
                sum += term
            }
            return min(sum, 1)
        }
        var sum = erfc(half.squareRoot())
        var term = (2 / Double.pi).squareRoot() * exp(-half) * value.squareRoot()
        for index in stride(from: 1, to: degrees, by: 2) {
            sum += term
            term *= value / Double(index + 2)
        }
        return min(sum, 1)
    }
}
