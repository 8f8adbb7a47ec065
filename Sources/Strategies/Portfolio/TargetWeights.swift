//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A set of weights that is proposed instead of the present ones.
struct TargetWeights {
    /// How weights are found.
    enum Method: String, CaseIterable {
        /// The best trade of expected return against variance.
        case meanVariance = "mean_variance"
        /// The same contribution to the risk from every holding.
        case riskParity = "risk_parity"
    }

    /// How the weights were found.
    let method: Method
    /// The weights as of now, from all days.
    let weights: [Double]
    /// How surely they are better, by the days that were held out.
    let statistic: Double
    /// How much they gain over 30 days, as a fraction of what is invested, before costs.
    let gain: Double

    /// Finds weights and tests them, or finds none where the covariance is not positive definite.
    ///
    /// - Parameters:
    ///   - method: How.
    ///   - columns: The returns of the holdings, one column for each.
    ///   - present: The present weights, which add up to 1.
    init?(by method: Method, from columns: [[Double]], present: [Double]) {
        let early = columns.map { Array($0.dropLast(Self.heldOut)) }
        let late = columns.map { Array($0.suffix(Self.heldOut)) }
        guard
            let first = Self.estimate(method, from: early),
            let all = Self.estimate(method, from: columns)
        else { return nil }
        let proposed = Self.mixed(late, first.weights)
        let kept = Self.mixed(late, present)
        self.method = method
        weights = all.weights
        statistic =
            switch method {
            case .meanVariance: HeldOutTests.greaterUtility(proposed, than: kept, aversion: Self.aversion)
            case .riskParity: HeldOutTests.smallerVariance(proposed, than: kept)
            }
        gain = (all.utility(of: all.weights) - all.utility(of: present)) * Self.days
    }

    /// What the days before say.
    private struct Estimate {
        let weights: [Double]
        let means: [Double]
        let covariance: SymmetricMatrix

        /// The certainty equivalent of a day.
        func utility(of weights: [Double]) -> Double {
            zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }
                - TargetWeights.aversion / 2 * covariance.quadratic(weights)
        }
    }

    private static func estimate(_ method: Method, from columns: [[Double]]) -> Estimate? {
        let covariance = SymmetricMatrix.shrunkCovariance(of: columns)
        switch method {
        case .meanVariance:
            guard
                let means = ShrunkMeans.bayesStein(of: columns, covariance: covariance),
                let weights = MeanVarianceWeights.longOnly(means: means, covariance: covariance, aversion: aversion)
            else { return nil }
            return Estimate(weights: weights, means: means, covariance: covariance)
        case .riskParity:
            guard let weights = RiskParityWeights.equalContributions(covariance: covariance) else { return nil }
            return Estimate(weights: weights, means: columns.map { _ in 0 }, covariance: covariance)
        }
    }

    /// The returns of a mix with constant weights.
    private static func mixed(_ columns: [[Double]], _ weights: [Double]) -> [Double] {
        (columns.first ?? []).indices.map { day in
            zip(columns, weights).reduce(0) { $0 + $1.0[day] * $1.1 }
        }
    }

    private static let heldOut = 60
    private static let days = 30.0
    private static let aversion = 3.0
}
