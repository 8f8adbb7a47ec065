//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The loss of a portfolio on a bad day, as a fraction of its value; losses are positive.
package struct ValueAtRisk: Sendable, Hashable {
    /// The loss that was exceeded on one day in twenty.
    ///
    /// The quantile is interpolated linearly between two days, as in NumPy. Source: Philippe Jorion, *Value at Risk*,
    /// 2006 (historical simulation).
    package let historical: Double
    /// The loss that a normal distribution of the same mean and standard deviation exceeds on one day in twenty.
    package let normal: Double
    /// The mean of the losses that are at least ``historical``.
    ///
    /// Source: Acerbi and Tasche, *On the Coherence of Expected Shortfall*, 2002.
    package let expectedShortfall: Double

    /// Measures daily returns.
    ///
    /// - Returns: `nil` for fewer than two returns.
    package init?(of returns: [Double]) {
        guard returns.count > 1 else { return nil }
        let sorted = returns.sorted()
        let position = Self.tail * Double(sorted.count - 1)
        let index = Int(position)
        let next = min(index + 1, sorted.count - 1)
        let quantile = sorted[index] + (position - Double(index)) * (sorted[next] - sorted[index])
        let worst = sorted.filter { $0 <= quantile }
        historical = -quantile
        normal = Self.normalQuantile * Returns.deviation(returns) - Indicators.mean(returns)
        expectedShortfall = -Indicators.mean(worst)
    }

    /// The distance of the 5 % quantile of a normal distribution below its mean, in standard deviations.
    package static let normalQuantile = 1.644_853_626_951_472_2

    private static let tail = 0.05
}
