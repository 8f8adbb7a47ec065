//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The weights with which every asset contributes the same to the portfolio's risk.
package enum RiskParityWeights {
    /// Finds the weights wᵢ above zero, adding up to 1, whose contributions wᵢ·(Σ·w)ᵢ are all equal.
    ///
    /// They are the scaled minimum of ½·xᵀ·Σ·x − Σ ln(xᵢ) / p, which is convex; each xᵢ in turn is set to the root of
    /// its own quadratic equation until none changes. Sources: Maillard, Roncalli and Teïletche, *The Properties of
    /// Equally Weighted Risk Contribution Portfolios*, 2010; Griveau-Billion, Richard and Roncalli, *A Fast Algorithm
    /// for Computing High-Dimensional Risk Parity Portfolios*, 2013.
    ///
    /// - Returns: `nil` for no asset, where one has no variance, or where the iteration does not converge.
    package static func equalContributions(covariance: SymmetricMatrix) -> [Double]? {
        let size = covariance.size
        guard size > 0, (0..<size).allSatisfy({ covariance[$0, $0] > 0 && covariance[$0, $0].isFinite }) else {
            return nil
        }
        var values = (0..<size).map { 1 / (covariance[$0, $0] * Double(size)).squareRoot() }
        for _ in 0..<greatestRounds {
            var greatestChange = 0.0
            for index in 0..<size {
                let variance = covariance[index, index]
                var others = 0.0
                for other in 0..<size where other != index { others += covariance[index, other] * values[other] }
                let root = (others * others + 4 * variance / Double(size)).squareRoot()
                let value = (root - others) / (2 * variance)
                greatestChange = max(greatestChange, (value / values[index] - 1).magnitude)
                values[index] = value
            }
            if greatestChange < tolerance {
                let sum = values.reduce(0, +)
                return values.map { $0 / sum }
            }
        }
        return nil
    }

    private static let greatestRounds = 1000
    private static let tolerance = 1e-13
}
