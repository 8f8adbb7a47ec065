//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A symmetric matrix, such as a covariance.
package struct SymmetricMatrix: Sendable, Hashable {
    /// The number of rows and columns.
    package let size: Int
    private var elements: [Double]

    /// Makes a matrix of zeros.
    package init(size: Int) {
        self.size = size
        elements = Array(repeating: 0, count: size * size)
    }

    /// Accesses the element of a row and a column; setting it sets its mirror image too.
    package subscript(row: Int, column: Int) -> Double {
        get { elements[row * size + column] }
        set {
            elements[row * size + column] = newValue
            elements[column * size + row] = newValue
        }
    }

    /// Multiplies the matrix by a vector.
    package func times(_ vector: [Double]) -> [Double] {
        (0..<size).map { row in
            var sum = 0.0
            for column in 0..<size { sum += self[row, column] * vector[column] }
            return sum
        }
    }

    /// Computes vᵀ·M·v: the variance of a portfolio, if this is a covariance and v its weights.
    package func quadratic(_ vector: [Double]) -> Double {
        zip(vector, times(vector)).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Selects the submatrix of some rows and the same columns.
    package func restricted(to indices: [Int]) -> SymmetricMatrix {
        var part = SymmetricMatrix(size: indices.count)
        for row in indices.indices {
            for column in 0...row { part[row, column] = self[indices[row], indices[column]] }
        }
        return part
    }

    /// Solves M·x = b by Cholesky's factorization.
    ///
    /// - Complexity: O(n³) in the size.
    /// - Returns: `nil` where the matrix is not positive definite, up to rounding.
    package func solve(_ vector: [Double]) -> [Double]? {
        guard let factor = choleskyFactor() else { return nil }
        var solution = vector
        for row in 0..<size {
            for column in 0..<row { solution[row] -= factor[row * size + column] * solution[column] }
            solution[row] /= factor[row * size + row]
        }
        for row in (0..<size).reversed() {
            for below in (row + 1)..<size {
                solution[row] -= factor[below * size + row] * solution[below]
            }
            solution[row] /= factor[row * size + row]
        }
        return solution.allSatisfy(\.isFinite) ? solution : nil
    }

    /// Computes the lower triangle L with M = L·Lᵀ, row by row.
    private func choleskyFactor() -> [Double]? {
        var factor = Array(repeating: 0.0, count: size * size)
        for row in 0..<size {
            for column in 0...row {
                var rest = self[row, column]
                for index in 0..<column { rest -= factor[row * size + index] * factor[column * size + index] }
                if row == column {
                    guard rest > self[row, row] * Self.leastPivot else { return nil }
                    factor[row * size + row] = rest.squareRoot()
                } else {
                    factor[row * size + column] = rest / factor[column * size + column]
                }
            }
        }
        return factor
    }

    /// The share of a diagonal element below which the remaining pivot is rounding error.
    private static let leastPivot = 1e-13
}
