//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The volatility smile of one expiry: implied volatility as a parabola in k = ln(strike / forward).
///
/// It is fitted by least squares with Tukey's weights, which leave out the few outliers, so that these do not distort
/// the curve. Sources: Frederick Mosteller and John Tukey, *Data Analysis and Regression*, 1977 (the weights); Bernard
/// Dumas, Jeff Fleming and Robert Whaley, *Implied Volatility Functions: Empirical Tests*, 1998 (the parabola).
struct Smile {
    /// The volatility at the forward, the slope and the curvature.
    let coefficients: [Double]
    /// The usual distance of a quote from the curve, as a standard deviation; at least a twentieth of a point.
    let scale: Double

    /// Fits a curve to points.
    ///
    /// - Returns: `nil` for fewer than seven points, and for points on fewer than three strikes.
    init?(moneyness: [Double], volatilities: [Double]) {
        guard moneyness.count >= Self.leastCount else { return nil }
        let columns = [moneyness.map { _ in 1 }, moneyness, moneyness.map { $0 * $0 }]
        var weights = moneyness.map { _ in 1.0 }
        var coefficients: [Double] = []
        var scale = 0.0
        for _ in 0..<Self.stepCount {
            guard let fit = LeastSquares.fit(volatilities, by: columns, weights: weights) else { return nil }
            coefficients = fit.coefficients
            let residuals = zip(moneyness, volatilities).map { $1 - Self.value(coefficients, at: $0) }
            let middle = residuals.map(\.magnitude).sorted()[residuals.count / 2]
            scale = max(Self.deviationOfMiddle * middle, Self.leastScale)
            weights = residuals.map { residual in
                let share = residual / (Self.cutoff * scale)
                return share.magnitude < 1 ? (1 - share * share) * (1 - share * share) : 0
            }
        }
        self.coefficients = coefficients
        self.scale = scale
    }

    /// Computes the volatility at a moneyness.
    func volatility(at moneyness: Double) -> Double { Self.value(coefficients, at: moneyness) }

    private static func value(_ coefficients: [Double], at moneyness: Double) -> Double {
        coefficients[0] + moneyness * (coefficients[1] + moneyness * coefficients[2])
    }

    private static let leastCount = 7
    private static let stepCount = 12
    private static let leastScale = 5e-4
    /// Tukey's tuning constant, at which 5 % of the precision is lost without outliers.
    private static let cutoff = 4.685
    /// The standard deviation of a normal distribution whose magnitudes have the median 1.
    private static let deviationOfMiddle = 1.4826
}
