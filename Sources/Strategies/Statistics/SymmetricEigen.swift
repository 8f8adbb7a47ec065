//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A symmetric matrix in tridiagonal form, reduced by Householder's reflections.
struct Tridiagonal {
    /// The number of rows.
    let size: Int
    /// The diagonal.
    let diagonal: [Double]
    /// The off-diagonal entries: entry i joins rows i and i + 1; the last is zero.
    let beside: [Double]
    /// The reflectors: that of step i stands in row i, from column i + 1 on.
    private let reflectors: [Double]
    /// The factors 2 / v·v of the reflectors; zero for a step without a reflection.
    private let scales: [Double]

    /// Reduces a matrix of finite entries, given row by row.
    ///
    /// - Complexity: O(n³) in the number of rows.
    init(_ matrix: [Double], size: Int) {
        var rest = matrix
        var beside = Array(repeating: 0.0, count: size)
        var scales = beside
        for step in 0..<max(0, size - 2) {
            (scales[step], beside[step]) = Self.reflect(&rest, step: step, size: size)
        }
        if size >= 2 { beside[size - 2] = rest[(size - 1) * size + size - 2] }
        self.size = size
        diagonal = (0..<size).map { rest[$0 * size + $0] }
        self.beside = beside
        reflectors = rest
        self.scales = scales
    }

    /// Zeroes column `step` below the diagonal's neighbour; the reflector v stays in row `step`.
    ///
    /// - Returns: The factor 2 / v·v, and the new off-diagonal entry.
    private static func reflect(_ rest: inout [Double], step: Int, size: Int) -> (scale: Double, beside: Double) {
        let start = step + 1
        var reflector = Array(rest[(step * size + start)..<((step + 1) * size)])
        let length = dotProduct(reflector.span, reflector.span).squareRoot()
        guard length > 0 else { return (0, 0) }
        // The sign avoids cancellation.
        let beside = reflector[0] > 0 ? -length : length
        reflector[0] -= beside
        rest[step * size + start] = reflector[0]
        let scale = 2 / dotProduct(reflector.span, reflector.span)
        var product = Array(repeating: 0.0, count: size - start)
        for row in start..<size {
            let entries = rest.span.extracting((row * size + start)..<((row + 1) * size))
            product[row - start] = scale * dotProduct(entries, reflector.span)
        }
        let half = scale / 2 * dotProduct(product.span, reflector.span)
        for index in product.indices { product[index] -= half * reflector[index] }
        for row in start..<size {
            subtract(
                product.span,
                times: reflector[row - start],
                and: reflector.span,
                times: product[row - start],
                from: &rest,
                at: row * size + start
            )
        }
        return (scale, beside)
    }

    /// Subtracts multiples of two columns of the same length from a part of the entries.
    private static func subtract(
        _ first: Span<Double>,
        times firstFactor: Double,
        and second: Span<Double>,
        times secondFactor: Double,
        from entries: inout [Double],
        at start: Int
    ) {
        precondition(first.count == second.count && start >= 0 && start + first.count <= entries.count)
        var span = entries.mutableSpan
        // The bounds are checked once, above, for all accesses.
        for index in 0..<first.count {
            unsafe span[unchecked: start + index] -=
                firstFactor * first[unchecked: index] + secondFactor * second[unchecked: index]
        }
    }

    /// Computes the eigenvectors of some eigenvalues of the original matrix, each of length 1.
    ///
    /// - Complexity: O(n·k·(n + k)) in the number n of rows and k of eigenvalues.
    func eigenvectors(of values: some Collection<Double>) -> [[Double]] {
        var found: [[Double]] = []
        for value in values { found.append(eigenvector(of: value, besides: found)) }
        return found.map(reflectedBack)
    }

    /// Iterates in the complement of the vectors found before, so that equal eigenvalues get different vectors.
    private func eigenvector(of value: Double, besides others: [[Double]]) -> [Double] {
        let system = ShiftedTridiagonal(self, by: value)
        var vector = Self.beginning(number: others.count, size: size)
        for _ in 0..<Self.iterations {
            system.solve(&vector)
            // Orthogonalizing twice removes the rounding error that the first pass leaves.
            for _ in 0..<2 {
                for other in others {
                    let part = dotProduct(vector.span, other.span)
                    for index in vector.indices { vector[index] -= part * other[index] }
                }
                let length = dotProduct(vector.span, vector.span).squareRoot()
                for index in vector.indices { vector[index] /= length }
            }
        }
        return vector
    }

    /// Makes pseudorandom entries between 0.5 and 1.5, the same ones in each run.
    private static func beginning(number: Int, size: Int) -> [Double] {
        var state = UInt64(truncatingIfNeeded: number &* 2 &+ 1)
        return (0..<size).map { _ in
            // Lehmer's generator is good enough for start vectors.
            state = state * 48_271 % 2_147_483_647
            return 0.5 + Double(state) / 2_147_483_647
        }
    }

    /// Transforms a vector of the reduced matrix into one of the original; the last reflection comes first.
    private func reflectedBack(_ vector: [Double]) -> [Double] {
        var vector = vector
        for step in (0..<max(0, size - 2)).reversed() where scales[step] > 0 {
            let start = step + 1
            let reflector = reflectors.span.extracting((step * size + start)..<((step + 1) * size))
            let factor = scales[step] * dotProduct(vector.span.extracting(start..<size), reflector)
            for index in 0..<reflector.count { vector[start + index] -= factor * reflector[index] }
        }
        return vector
    }

    /// One iteration suffices for nearly every vector; the others correct for rounding and clusters.
    private static let iterations = 3
}

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
