//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The weights of mean-variance optimization.
package enum MeanVarianceWeights {
    /// Maximizes μᵀ·w − (δ/2)·wᵀ·Σ·w over weights that are not negative and add up to 1.
    ///
    /// It is an active-set method: among the assets held, the optimum follows from linear equations; an asset whose
    /// weight would turn negative is dropped where it reaches 0, and the asset not held that gains most is added. Every
    /// step gains, so it ends with the exact optimum. Sources: Harry Markowitz, *Portfolio Selection*, 1952; Nocedal
    /// and Wright, *Numerical Optimization*, 2006, chapter 16 (active sets).
    ///
    /// - Parameters:
    ///   - means: The expected returns μ.
    ///   - covariance: Their covariance Σ.
    ///   - aversion: The aversion δ to risk, above zero.
    /// - Returns: `nil` where the covariance is not positive definite, or rounding keeps the method from converging.
    package static func longOnly(means: [Double], covariance: SymmetricMatrix, aversion: Double) -> [Double]? {
        guard let first = means.indices.max(by: { means[$0] < means[$1] }) else { return nil }
        var weights = means.map { _ in 0.0 }
        weights[first] = 1
        var held = [first]
        for _ in 0..<(20 * means.count + 20) {
            guard let optimum = optimum(of: held, means, covariance, aversion) else { return nil }
            if let step = stepToBound(from: weights, to: optimum.weights, among: held) {
                for (asset, goal) in zip(held, optimum.weights) {
                    weights[asset] += step.length * (goal - weights[asset])
                }
                weights[step.asset] = 0
                held.removeAll { $0 == step.asset }
                continue
            }
            for (asset, goal) in zip(held, optimum.weights) { weights[asset] = goal }
            let slopes = zip(means, covariance.times(weights)).map { $0 - aversion * $1 }
            let scale = slopes.reduce(optimum.slope.magnitude) { max($0, $1.magnitude) }
            let candidate = means.indices.filter { !held.contains($0) }.max { slopes[$0] < slopes[$1] }
            guard let candidate, slopes[candidate] > optimum.slope + tolerance * scale else { return weights }
            held.append(candidate)
        }
        return nil
    }

    /// Computes the best weights, of any sign, of the assets held, and the gain of another unit of weight.
    private static func optimum(
        of held: [Int],
        _ means: [Double],
        _ covariance: SymmetricMatrix,
        _ aversion: Double
    ) -> (weights: [Double], slope: Double)? {
        let part = covariance.restricted(to: held)
        guard
            let byMean = part.solve(held.map { means[$0] }),
            let byOne = part.solve(held.map { _ in 1 })
        else { return nil }
        let slope = (byMean.reduce(0, +) - aversion) / byOne.reduce(0, +)
        return (zip(byMean, byOne).map { ($0 - slope * $1) / aversion }, slope)
    }

    /// Finds the first weight that reaches zero on the way to a goal, and the step to it; `nil` if none does.
    private static func stepToBound(
        from weights: [Double],
        to goals: [Double],
        among held: [Int]
    ) -> (length: Double, asset: Int)? {
        var first: (length: Double, asset: Int)?
        for (asset, goal) in zip(held, goals) where goal < 0 {
            let length = weights[asset] / (weights[asset] - goal)
            if first.map({ length < $0.length }) ?? true { first = (length, asset) }
        }
        return first
    }

    private static let tolerance = 1e-10
}
