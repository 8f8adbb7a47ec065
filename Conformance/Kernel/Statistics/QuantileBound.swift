//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Confidence bounds of a quantile from order statistics alone, exact whatever the distribution is.
///
/// Source: H. A. David and H. N. Nagaraja, *Order Statistics*, 3rd edition, section 7.1.
enum QuantileBound {
    /// Returns a lower confidence bound: the quantile is below it in at most a share `error` of all samples.
    ///
    /// - Parameters:
    ///   - quantile: The quantile, between 0 and 1.
    ///   - sorted: The sample in ascending order.
    ///   - error: The share of samples for which the bound may be wrong.
    /// - Returns: The bound, or `nil` when the sample is too small for one.
    static func lower<Value>(_ quantile: Double, of sorted: [Value], error: Double) -> Value? {
        let rank = self.rank(quantile, of: sorted.count, error: error)
        return rank == 0 ? nil : sorted[rank - 1]
    }

    /// Returns an upper confidence bound: the quantile is above it in at most a share `error` of all samples.
    static func upper<Value>(_ quantile: Double, of sorted: [Value], error: Double) -> Value? {
        // The same by symmetry.
        let rank = self.rank(1 - quantile, of: sorted.count, error: error)
        return rank == 0 ? nil : sorted[sorted.count - rank]
    }

    /// The highest rank that still bounds the quantile from below; 0 when there is none.
    ///
    /// A rank is too high when fewer values lie below the quantile.
    private static func rank(_ quantile: Double, of count: Int, error: Double) -> Int {
        largest(upTo: count) { atMost($0 - 1, of: count, quantile) <= error }
    }

    /// The cumulative binomial probability: at most `count` successes in `trials` trials, which are more.
    private static func atMost(_ count: Int, of trials: Int, _ probability: Double) -> Double {
        IncompleteBeta.value(at: 1 - probability, Double(trials - count), Double(count + 1))
    }

    /// The largest number for which the condition holds, if it holds for all smaller ones too; 0 when there is none.
    private static func largest(upTo limit: Int, where holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = limit
        while low < high {
            let middle = (low + high + 1) / 2
            if holds(middle) { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
