//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The Engle–Granger test: whether two series that wander keep together.
///
/// One series is regressed on the other with a constant, y = a + h·x + e; what is left over is tested for a unit root
/// without a constant. Source: Robert Engle and Clive Granger, *Co-integration and Error Correction: Representation,
/// Estimation, and Testing*, 1987.
package struct Cointegration: Sendable, Hashable {
    /// How much of the second series goes against one unit of the first.
    package let hedgeRatio: Double
    /// Where the first series would be if the second were zero.
    package let intercept: Double
    /// What is left of the first series, oldest value first; its mean is zero.
    package let residuals: [Double]
    /// The test of what is left.
    package let test: UnitRootTest

    /// How often two series that do not keep together look at least as much as if they did.
    package var pValue: Double { MacKinnon.residualsOfTwo.probability(upTo: test.statistic) }

    /// Tests two series of the same length.
    ///
    /// - Parameters:
    ///   - first: The series to be explained.
    ///   - second: The series that explains it.
    ///   - greatestLagCount: How many earlier changes the test may take in at most; Schwert's rule unless given.
    /// - Returns: `nil` where one of them does not move, or the first follows exactly from the second.
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
