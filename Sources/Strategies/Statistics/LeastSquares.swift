//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A fit by ordinary or weighted least squares.
///
/// Source: William Greene, *Econometric Analysis*, 2018, chapters 3 and 4.
package struct LeastSquares: Sendable, Hashable {
    /// The coefficients of the regressors.
    package let coefficients: [Double]
    /// The standard errors of the coefficients.
    package let standardErrors: [Double]
    /// The sum of the squared residuals, weighted if there are weights.
    package let residualSquares: Double

    /// Fits a response by regressors; an intercept needs a constant regressor.
    ///
    /// - Parameters:
    ///   - response: The dependent column.
    ///   - regressors: The explanatory columns, as long as the response.
    ///   - weights: The weight of each row, or `nil` for equal weights.
    /// - Returns: `nil` unless there are more rows than regressors and these are finite and linearly independent.
    package static func fit(
        _ response: [Double],
        by regressors: [[Double]],
        weights: [Double]? = nil
    ) -> LeastSquares? {
        let width = regressors.count
        guard width > 0, response.count > width else { return nil }
        guard regressors.allSatisfy({ $0.count == response.count }) else { return nil }
        let columns = regressors + [response]
        var products = CrossProducts(regressorCount: width)
        for row in 0...width {
            let weighted = weights.map { zip(columns[row], $0).map(*) } ?? columns[row]
            for column in 0...row {
                let other = columns[column]
                products[row, column] = dotProduct(weighted.span, other.span)
            }
        }
        guard products.factor() else { return nil }
        return LeastSquares(products, rowCount: response.count)
    }

    /// Solves for the coefficients; the rows of the inverse factor give the standard errors.
    private init(_ factor: CrossProducts, rowCount: Int) {
        let width = factor.regressorCount
        residualSquares = factor[width, width]
        let variance = residualSquares / Double(rowCount - width)
        var coefficients = Array(repeating: 0.0, count: width)
        var standardErrors = coefficients
        for row in (0..<width).reversed() {
            var sum = factor[width, row]
            for later in (row + 1)..<max(row + 1, width) { sum -= factor[later, row] * coefficients[later] }
            coefficients[row] = sum / factor[row, row]
        }
        for column in 0..<width {
            // The column of the inverse of L; its squared length is the diagonal of the inverse of L·Lᵀ.
            var inverse = Array(repeating: 0.0, count: width)
            var squares = 0.0
            for row in column..<width {
                var sum = row == column ? 1.0 : 0
                for inner in column..<row { sum -= factor[row, inner] * inverse[inner] }
                inverse[row] = sum / factor[row, row]
                squares += inverse[row] * inverse[row]
            }
            standardErrors[column] = (variance * squares).squareRoot()
        }
        self.coefficients = coefficients
        self.standardErrors = standardErrors
    }
}
