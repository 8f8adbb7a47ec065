//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The distribution of the t-statistic of a unit-root regression with a constant under a unit root.
///
/// Sources: James MacKinnon, *Approximate Asymptotic Distribution Functions for Unit-Root and Cointegration Tests*,
/// 1994 (tables 3 and 4), for the probabilities; *Critical Values for Cointegration Tests*, 2010 (table 2), for the
/// critical values in samples of a given size.
package enum MacKinnon: Sendable, Hashable {
    /// The distribution for one series.
    case oneSeries
    /// The distribution for the residuals of one series regressed on another.
    case residualsOfTwo

    /// The significance levels that have critical values.
    package enum Level: Int, Sendable, CaseIterable {
        /// The level of 1 %.
        case onePercent
        /// The level of 5 %.
        case fivePercent
        /// The level of 10 %.
        case tenPercent
    }

    /// Computes the probability that a unit root gives at most this statistic, in large samples.
    package func probability(upTo statistic: Double) -> Double {
        guard statistic <= greatest else { return statistic.isNaN ? .nan : 1 }
        guard statistic >= least else { return 0 }
        let coefficients = statistic <= turn ? lowerTail : upperTail
        return Normal.probability(upTo: Self.polynomial(coefficients, at: statistic))
    }

    /// Computes the statistic below which a unit root lies with the probability of a level.
    package func criticalValue(_ level: Level, observations: Int) -> Double {
        Self.polynomial(responseSurface[level.rawValue], at: 1 / Double(observations))
    }

    private var greatest: Double { self == .oneSeries ? 2.74 : 0.92 }
    private var least: Double { self == .oneSeries ? -18.83 : -18.86 }
    private var turn: Double { self == .oneSeries ? -1.61 : -2.62 }

    private var lowerTail: [Double] {
        self == .oneSeries ? [2.1659, 1.4412, 0.038_269] : [2.92, 1.5012, 0.039_796]
    }

    private var upperTail: [Double] {
        self == .oneSeries
            ? [1.7339, 0.932_02, -0.127_45, -0.010_368] : [2.1945, 0.646_95, -0.291_98, -0.042_377]
    }

    private var responseSurface: [[Double]] {
        self == .oneSeries
            ? [
                [-3.430_35, -6.5393, -16.786, -79.433], [-2.861_54, -2.8903, -4.234, -40.040],
                [-2.566_77, -1.5384, -2.809],
            ]
            : [[-3.896_44, -10.9519, -33.527], [-3.336_13, -6.1101, -6.823], [-3.044_45, -4.2412, -2.720]]
    }

    private static func polynomial(_ coefficients: [Double], at value: Double) -> Double {
        coefficients.reversed().reduce(0) { $0 * value + $1 }
    }
}
