//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The eigenvalues and eigenvectors of a symmetric matrix, the greatest value first.
///
/// Householder's reflections bring the matrix to three diagonals, implicit QL steps bring these to one. Source: Gene
/// Golub and Charles Van Loan, *Matrix Computations*, 2013, section 8.3; J. H. Wilkinson and C. Reinsch, *Handbook for
/// Automatic Computation: Linear Algebra*, 1971, for the method.
package struct SymmetricEigen: Sendable {
    /// The eigenvalues, the greatest first.
    package let values: [Double]
    /// The eigenvectors in the same order, one after the other, each of length 1, the entry of the greatest magnitude
    /// being positive.
    package let vectors: [[Double]]

    /// Decomposes a matrix; the result is `nil` for entries that are not finite.
    ///
    /// - Parameters:
    ///   - matrix: The entries row by row; it is symmetric.
    ///   - size: How many rows it has.
    /// - Complexity: O(n³) in the number of rows.
    package init?(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size)
        guard size > 0, matrix.allSatisfy(\.isFinite) else { return nil }
        var reduction = Tridiagonal(matrix, size: size)
        guard reduction.diagonalise() else { return nil }
        let order = (0..<size).sorted { left, right in
            let (first, second) = (reduction.diagonal[left], reduction.diagonal[right])
            return first == second ? left < right : first > second
        }
        values = order.map { reduction.diagonal[$0] }
        vectors = order.map { row in
            let vector = reduction.basis[(row * size)..<((row + 1) * size)]
            let greatest = vector.max { $0.magnitude < $1.magnitude } ?? 1
            return greatest < 0 ? vector.map { -$0 } : Array(vector)
        }
    }
}

/// A symmetric matrix on its way to the diagonal, with the basis in which it has come there.
private struct Tridiagonal {
    let size: Int
    /// The diagonal.
    private(set) var diagonal: [Double]
    /// What lies beside the diagonal: entry i joins rows i and i + 1; the last is zero.
    private var beside: [Double]
    /// The basis, a vector to a row, so that rotations of two vectors run along memory.
    private(set) var basis: [Double]

    init(_ matrix: [Double], size: Int) {
        self.size = size
        diagonal = Array(repeating: 0, count: size)
        beside = diagonal
        basis = Array(repeating: 0, count: size * size)
        var rest = matrix
        var scales = diagonal
        for step in 0..<max(0, size - 2) {
            (scales[step], beside[step]) = Self.reflect(&rest, step: step, size: size)
        }
        for index in 0..<size { diagonal[index] = rest[index * size + index] }
        if size >= 2 { beside[size - 2] = rest[(size - 1) * size + size - 2] }
        basis = Self.basis(rest, scales, size: size)
    }

    /// Zeroes column `step` below the diagonal's neighbour; the reflector v stays in row `step`.
    ///
    /// - Returns: The factor 2 / v·v, and what the neighbour has become.
    private static func reflect(_ rest: inout [Double], step: Int, size: Int) -> (scale: Double, beside: Double) {
        let start = step + 1
        let row = Array(rest[(step * size + start)..<((step + 1) * size)])
        let length = dotProduct(row.span, row.span).squareRoot()
        guard length > 0 else { return (0, 0) }
        // The sign that does not cancel.
        let beside = row[0] > 0 ? -length : length
        rest[step * size + start] = row[0] - beside
        var reflector = row
        reflector[0] = row[0] - beside
        let scale = 2 / dotProduct(reflector.span, reflector.span)
        var product = Array(repeating: 0.0, count: size - start)
        for row in start..<size {
            let entries = rest.span.extracting((row * size + start)..<((row + 1) * size))
            product[row - start] = scale * dotProduct(entries, reflector.span)
        }
        let half = scale / 2 * dotProduct(product.span, reflector.span)
        for index in product.indices { product[index] -= half * reflector[index] }
        for row in start..<size {
            let range = (row * size + start)..<((row + 1) * size)
            subtract(product.span, times: reflector[row - start], from: &rest, in: range)
            subtract(reflector.span, times: product[row - start], from: &rest, in: range)
        }
        return (scale, beside)
    }

    /// Multiplies the reflections, the last first, so that each touches only what the later ones have filled.
    private static func basis(_ rest: [Double], _ scales: [Double], size: Int) -> [Double] {
        var basis = Array(repeating: 0.0, count: size * size)
        for index in 0..<size { basis[index * size + index] = 1 }
        for step in (0..<max(0, size - 2)).reversed() where scales[step] > 0 {
            let start = step + 1
            let reflector = rest.span.extracting((step * size + start)..<((step + 1) * size))
            // The vectors are the rows, so a reflection is applied to each row; those before it have nothing to reflect.
            for row in start..<size {
                let range = (row * size + start)..<((row + 1) * size)
                let factor = scales[step] * dotProduct(basis.span.extracting(range), reflector)
                subtract(reflector, times: factor, from: &basis, in: range)
            }
        }
        return basis
    }

    /// Subtracts a multiple of a column from a part of another.
    private static func subtract(
        _ column: Span<Double>,
        times factor: Double,
        from entries: inout [Double],
        in range: Range<Int>
    ) {
        precondition(range.count == column.count && range.lowerBound >= 0 && range.upperBound <= entries.count)
        var span = entries.mutableSpan
        for index in 0..<column.count {
            unsafe span[unchecked: range.lowerBound + index] -= factor * column[unchecked: index]
        }
    }

    /// Chases what lies beside the diagonal away, one eigenvalue after the other.
    mutating func diagonalise() -> Bool {
        for first in 0..<size {
            var stepsLeft = 60
            while true {
                var last = first
                while last < size - 1 {
                    let neighbours = diagonal[last].magnitude + diagonal[last + 1].magnitude
                    if beside[last].magnitude <= Double.ulpOfOne * neighbours { break }
                    last += 1
                }
                if last == first { break }
                guard stepsLeft > 0 else { return false }
                stepsLeft -= 1
                step(from: first, to: last)
            }
        }
        return true
    }

    /// One QL step with Wilkinson's shift on the rows `first...last`.
    private mutating func step(from first: Int, to last: Int) {
        var slope = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first])
        var radius = (slope * slope + 1).squareRoot()
        let shift = beside[first] / (slope + (slope < 0 ? -radius : radius))
        slope = diagonal[last] - diagonal[first] + shift
        var (sine, cosine, carried) = (1.0, 1.0, 0.0)
        for index in (first..<last).reversed() {
            let turned = sine * beside[index]
            let kept = cosine * beside[index]
            radius = (turned * turned + slope * slope).squareRoot()
            beside[index + 1] = radius
            guard radius > 0 else {
                // The part below has come off by itself.
                diagonal[index + 1] -= carried
                beside[last] = 0
                return
            }
            sine = turned / radius
            cosine = slope / radius
            slope = diagonal[index + 1] - carried
            let change = (diagonal[index] - slope) * sine + 2 * cosine * kept
            carried = sine * change
            diagonal[index + 1] = slope + carried
            slope = cosine * change - kept
            rotate(index, sine, cosine)
        }
        diagonal[first] -= carried
        beside[first] = slope
        beside[last] = 0
    }

    /// Turns two neighbouring vectors of the basis into each other.
    private mutating func rotate(_ index: Int, _ sine: Double, _ cosine: Double) {
        let upper = index * size
        let lower = upper + size
        let size = self.size
        precondition(upper >= 0 && lower + size <= basis.count)
        var entries = basis.mutableSpan
        for column in 0..<size {
            let high = unsafe entries[unchecked: lower + column]
            let low = unsafe entries[unchecked: upper + column]
            unsafe entries[unchecked: lower + column] = sine * low + cosine * high
            unsafe entries[unchecked: upper + column] = cosine * low - sine * high
        }
    }
}
