//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The Engle–Granger test for the cointegration of two series.
///
/// One series is regressed on the other with a constant, y = a + h·x + e; the residuals are tested for a unit root
/// without a constant. Source: Robert Engle and Clive Granger, *Co-integration and Error Correction: Representation,
/// Estimation, and Testing*, 1987.
package struct Cointegration: Sendable, Hashable {
    /// The amount of the second series that hedges one unit of the first.
    package let hedgeRatio: Double
    /// The value of the first series where the second is zero.
    package let intercept: Double
    /// The residuals of the first series, oldest value first; their mean is zero.
    package let residuals: [Double]
    /// The unit-root test of the residuals.
    package let test: UnitRootTest

    /// The probability that series without cointegration give a statistic at least as extreme.
    package var pValue: Double { MacKinnon.residualsOfTwo.probability(upTo: test.statistic) }

    /// Tests two series of the same length.
    ///
    /// - Parameters:
    ///   - first: The series to be explained.
    ///   - second: The series that explains it.
    ///   - greatestLagCount: The greatest number of earlier changes in the test; Schwert's rule unless given.
    /// - Returns: `nil` where a series is constant, or the first follows exactly from the second.
    package static func engleGranger(
        _ first: [Double],
        on second: [Double],
        greatestLagCount: Int? = nil
    ) -> Cointegration? {
        guard first.count == second.count, first.count > 3 else { return nil }
        let firstMean = Indicators.mean(first)
        let secondMean = Indicators.mean(second)
        var residuals = first.map { $0 - firstMean }
        let regressor = second.map { $0 - secondMean }
        let squares = dotProduct(regressor.span, regressor.span)
        let total = dotProduct(residuals.span, residuals.span)
        guard squares > 0, total > 0 else { return nil }
        let ratio = dotProduct(regressor.span, residuals.span) / squares
        for index in residuals.indices { residuals[index] -= ratio * regressor[index] }
        guard
            ratio.isFinite, dotProduct(residuals.span, residuals.span) > total * 1e-14,
            let test = UnitRootTest.augmentedDickeyFuller(
                residuals,
                greatestLagCount: greatestLagCount,
                hasConstant: false
            )
        else { return nil }
        return Cointegration(
            hedgeRatio: ratio,
            intercept: firstMean - ratio * secondMean,
            residuals: residuals,
            test: test
        )
    }
}
