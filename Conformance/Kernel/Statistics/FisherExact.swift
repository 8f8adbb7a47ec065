//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Fisher's exact test: the comparison of two shares.
///
/// Source: R. A. Fisher, *The logic of inductive inference*, J. R. Stat. Soc. 98 (1935).
package enum FisherExact {
    /// The probability of at least that many faults in a part if all faults were distributed at random over the
    /// whole.
    ///
    /// - Parameters:
    ///   - faults: The faults in the part.
    ///   - part: The size of the part.
    ///   - allFaults: The faults in the whole.
    ///   - whole: The size of the whole.
    /// - Returns: The upper tail of the hypergeometric distribution.
    static func tail(faults: Int, of part: Int, allFaults: Int, of whole: Int) -> Double {
        let least = max(0, part + allFaults - whole)
        guard faults > least else { return 1 }
        var term = exp(
            logChoose(allFaults, faults) + logChoose(whole - allFaults, part - faults)
                - logChoose(whole, part)
        )
        var sum = term
        // Each term follows from the one before it.
        for count in faults..<max(faults, min(part, allFaults)) {
            let ways = Double(allFaults - count) * Double(part - count)
            term *= ways / (Double(count + 1) * Double(whole - allFaults - part + count + 1))
            sum += term
            if term < sum * 1e-17 { break }
        }
        return min(sum, 1)
    }

    private static func logChoose(_ n: Int, _ k: Int) -> Double {
        -log(Double(n + 1)) - IncompleteBeta.logBeta(Double(n - k + 1), Double(k + 1))
    }
}

extension FisherExact {
    /// Returns the p-value of the difference between two samples under the hypothesis that both have the same rate.
    ///
    /// Two-sided as G. H. Freeman and J. H. Halton define it in Biometrika 38 (1951): every table that is no more probable
    /// than the observed one.
    ///
    /// - Parameters:
    ///   - first: The successes and trials of one sample.
    ///   - second: The successes and trials of the other.
    /// - Returns: The p-value, 0…1; 1 when one of the samples is empty.
    package static func twoSided(
        _ first: (successes: Int, trials: Int),
        _ second: (successes: Int, trials: Int)
    ) -> Double {
        let tables = Tables(first, second)
        var observed = 0.0
        tables.visit { if $0 == first.successes { observed = $1 } }
        // Tables that are as probable as the observed one, but for rounding.
        let limit = observed * (1 + 1e-7)
        var (extreme, total) = (0.0, 0.0)
        tables.visit { _, weight in
            total += weight
            if weight <= limit { extreme += weight }
        }
        return min(extreme / total, 1)
    }

    /// All tables with the margins of the observed one; a table is identified by the successes of the first sample.
    private struct Tables {
        let firstTrials: Int
        let secondTrials: Int
        let successes: Int

        init(_ first: (successes: Int, trials: Int), _ second: (successes: Int, trials: Int)) {
            firstTrials = first.trials
            secondTrials = second.trials
            self.successes = first.successes + second.successes
        }

        /// Visits the tables with their weights, from the most probable one, so that no weight overflows.
        ///
        /// Tables whose weight underflows in double precision are left out.
        func visit(_ body: (_ count: Int, _ weight: Double) -> Void) {
            let lowest = max(0, successes - secondTrials)
            let highest = min(successes, firstTrials)
            let expected = (firstTrials + 1) * (successes + 1) / (firstTrials + secondTrials + 2)
            let mode = min(max(expected, lowest), highest)
            body(mode, 1)
            var weight = 1.0
            for count in mode..<highest where weight > 0 {
                weight *= growth(from: count)
                body(count + 1, weight)
            }
            weight = 1
            for count in (lowest..<mode).reversed() where weight > 0 {
                weight /= growth(from: count)
                body(count, weight)
            }
        }

        /// The weight of the table with one success more, as a multiple of that of a table.
        private func growth(from count: Int) -> Double {
            Double(firstTrials - count) / Double(count + 1) * Double(successes - count)
                / Double(secondTrials - successes + count + 1)
        }
    }
}
