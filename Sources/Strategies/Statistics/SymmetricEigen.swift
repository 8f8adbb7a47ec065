//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The eigenvalues of a symmetric matrix, the greatest first, and the eigenvectors of the greatest ones.
///
/// Householder's reflections reduce the matrix to tridiagonal form, implicit QL steps find the eigenvalues, and inverse
/// iteration the requested eigenvectors: the cost of a few of them does not grow with the matrix's third power.
/// Source: Gene Golub and Charles Van Loan, *Matrix Computations*, 2013, sections 8.2.2, 8.3 and 8.4.4; J. H. Wilkinson
/// and C. Reinsch, *Handbook for Automatic Computation: Linear Algebra*, 1971, for the methods.
package struct SymmetricEigen: Sendable {
    /// The eigenvalues, the greatest first.
    package let values: [Double]
    /// The eigenvectors in the same order, one after the other, each of length 1, the entry of the greatest magnitude
    /// being positive.
    package let vectors: [[Double]]

    /// Decomposes a matrix, or gives `nil` for entries that are not finite.
    ///
    /// - Parameters:
    ///   - matrix: The entries row by row; it is symmetric.
    ///   - size: The number of rows.
    ///   - vectorCount: The greatest number of eigenvectors; all unless given.
    /// - Complexity: O(n³) in the number of rows.
    package init?(_ matrix: [Double], size: Int, vectorCount: Int = .max) {
        precondition(matrix.count == size * size)
        guard size > 0, matrix.allSatisfy(\.isFinite) else { return nil }
        let reduced = Tridiagonal(matrix, size: size)
        guard let values = reduced.eigenvalues() else { return nil }
        self.values = values
        vectors = reduced.eigenvectors(of: values.prefix(max(0, vectorCount))).map { vector in
            let greatest = vector.max { $0.magnitude < $1.magnitude } ?? 1
            return greatest < 0 ? vector.map { -$0 } : vector
        }
    }
}
