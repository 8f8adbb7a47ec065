//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Expected returns, shrunk from the means of the past towards a common mean.
package enum ShrunkMeans {
    /// Computes the Bayes–Stein means.
    ///
    /// (1 − φ)·μ + φ·m, with m the mean of the portfolio of least variance, φ = (p + 2) / (p + 2 + n·D) and
    /// D = (μ − m)ᵀ·Σ⁻¹·(μ − m), for p columns of n values. Extreme means of the past are mostly chance, so they
    /// predict poorly. Source: Philippe Jorion, *Bayes–Stein Estimation for Portfolio Analysis*, 1986.
    ///
    /// - Returns: `nil` where the covariance is not positive definite.
    package static func bayesStein(of columns: [[Double]], covariance: SymmetricMatrix) -> [Double]? {
        let means = columns.map(Indicators.mean)
        let ones = means.map { _ in 1.0 }
        guard let weights = covariance.solve(ones) else { return nil }
        let sum = weights.reduce(0, +)
        let common = zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 } / sum
        let offsets = means.map { $0 - common }
        guard let scaled = covariance.solve(offsets) else { return nil }
        let distance = zip(offsets, scaled).reduce(0) { $0 + $1.0 * $1.1 }
        let prior = Double(columns.count + 2)
        let intensity = prior / (prior + Double(columns.first?.count ?? 0) * distance)
        let shrunk = means.map { (1 - intensity) * $0 + intensity * common }
        return shrunk.allSatisfy(\.isFinite) ? shrunk : nil
    }
}
