//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The products of regressors with each other and, in the last row, with a response.
///
/// Cholesky's factor L of the matrix holds the least-squares fits of the response on the first, the first two, the
/// first three … regressors at once: each further one lowers the sum of squared residuals by the square of its entry in
/// the last row. Source: Gene Golub and Charles Van Loan, *Matrix Computations*, 2013, sections 4.2 and 5.3.
struct CrossProducts {
    /// The number of regressors, which is also the index of the response.
    let regressorCount: Int
    private var entries: [Double]

    /// Makes products that are all zero.
    init(regressorCount: Int) {
        self.regressorCount = regressorCount
        entries = Array(repeating: 0, count: (regressorCount + 1) * (regressorCount + 1))
    }

    /// Accesses the entry at a row and a column, where the column is not beyond the row.
    subscript(row: Int, column: Int) -> Double {
        get { entries[row * (regressorCount + 1) + column] }
        set { entries[row * (regressorCount + 1) + column] = newValue }
    }

    /// Replaces the products by their Cholesky factor; the last entry becomes the sum of squared residuals of the fit.
    ///
    /// - Returns: A Boolean value that indicates whether the regressors are linearly independent, up to rounding.
    mutating func factor() -> Bool {
        for column in 0..<regressorCount {
            let square = self[column, column]
            var pivot = square
            for inner in 0..<column { pivot -= self[column, inner] * self[column, inner] }
            guard pivot > square * Self.leastPivot, pivot.isFinite else { return false }
            pivot.formSquareRoot()
            self[column, column] = pivot
            for row in (column + 1)...regressorCount {
                var entry = self[row, column]
                for inner in 0..<column { entry -= self[row, inner] * self[column, inner] }
                self[row, column] = entry / pivot
            }
        }
        var rest = self[regressorCount, regressorCount]
        for inner in 0..<regressorCount { rest -= self[regressorCount, inner] * self[regressorCount, inner] }
        self[regressorCount, regressorCount] = rest > 0 ? rest : 0
        return rest.isFinite
    }

    /// The relative remainder of a regressor, after those before it, below which it counts as dependent on them.
    private static let leastPivot = 1e-12
}
