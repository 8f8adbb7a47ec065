//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A set of weights proposed in place of the present ones.
struct TargetWeights {
    /// The method that finds weights.
    enum Method: String, CaseIterable {
        /// Mean-variance optimization.
        case meanVariance = "mean_variance"
        /// Equal contributions of all holdings to the risk.
        case riskParity = "risk_parity"
    }

    /// The method that found the weights.
    let method: Method
    /// The weights as of now, estimated from all days.
    let weights: [Double]
    /// The test statistic of the improvement, on the days held out.
    let statistic: Double
    /// The gain over 30 days, as a fraction of the invested value, before costs.
    let gain: Double

    /// Finds weights and tests them, or gives `nil` where the covariance is not positive definite.
    ///
    /// - Parameters:
    ///   - method: The method to find them.
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

    /// The estimates from past returns.
    private struct Estimate {
        let weights: [Double]
        let means: [Double]
        let covariance: SymmetricMatrix

        /// Computes the daily certainty equivalent of weights.
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

    /// Computes the returns of a mix with constant weights.
    private static func mixed(_ columns: [[Double]], _ weights: [Double]) -> [Double] {
        (columns.first ?? []).indices.map { day in
            zip(columns, weights).reduce(0) { $0 + $1.0[day] * $1.1 }
        }
    }

    private static let heldOut = 60
    private static let days = 30.0
    private static let aversion = 3.0
}
