//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Out-of-sample tests of one mix of assets against another.
package enum HeldOutTests {
    /// Computes a test statistic for a smaller variance of the first returns.
    ///
    /// It is above 2 in about 2.5 % of cases if both variances are equal. t = −r·√((n − 2) / (1 − r²)), with r the
    /// correlation of the sums with the differences of the returns, which is 0 exactly if the variances are equal.
    /// Sources: E. J. G. Pitman, *A Note on Normal Correlation*, and W. A. Morgan, *A Test for the Significance of the
    /// Difference Between the Two Variances*, both 1939.
    ///
    /// - Returns: 0 where sums or differences do not vary.
    package static func smallerVariance(_ first: [Double], than second: [Double]) -> Double {
        let count = Double(first.count)
        let sums = zip(first, second).map { $0 + $1 }
        let differences = zip(first, second).map { $0 - $1 }
        let correlation = Returns.correlation(sums, differences)
        guard count > 2, correlation.magnitude < 1 else { return 0 }
        return -correlation * ((count - 2) / (1 - correlation * correlation)).squareRoot()
    }

    /// Computes a test statistic for a greater quadratic utility r − (δ/2)·r² of the first returns.
    ///
    /// It is above 2 in about 2.5 % of cases if both utilities are equal. The statistic is the mean of the differences
    /// of the utilities over its standard error: Student's paired test. Source: Diebold and Mariano, *Comparing
    /// Predictive Accuracy*, 1995 (testing the difference of out-of-sample losses).
    ///
    /// - Returns: 0 where the differences do not vary.
    package static func greaterUtility(_ first: [Double], than second: [Double], aversion: Double) -> Double {
        let differences = zip(first, second).map { ($0 - $1) - aversion / 2 * ($0 * $0 - $1 * $1) }
        let error = Returns.deviation(differences) / Double(differences.count).squareRoot()
        return error > 0 ? Indicators.mean(differences) / error : 0
    }
}
