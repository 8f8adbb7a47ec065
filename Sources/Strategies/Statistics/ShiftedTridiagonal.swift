//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A factored tridiagonal matrix minus a shift of its diagonal, for inverse iteration.
///
/// Rows are exchanged where the pivot would be the smaller one, which fills a second diagonal above. The elimination is
/// that of LAPACK's `dgttrf`; a zero pivot, which a shift by an eigenvalue is meant to give, is replaced by one of the
/// size of a rounding error.
struct ShiftedTridiagonal {
    private var pivots: [Double]
    private var above: [Double]
    private var secondAbove: [Double]
    private var factors: [Double]
    private var isExchanged: [Bool]

    /// Factors a matrix minus a shift.
    init(_ matrix: Tridiagonal, by shift: Double) {
        let size = matrix.size
        pivots = matrix.diagonal.map { $0 - shift }
        above = matrix.beside
        secondAbove = Array(repeating: 0, count: size)
        factors = secondAbove
        isExchanged = Array(repeating: false, count: size)
        let norm = zip(matrix.diagonal, matrix.beside).reduce(0) { max($0, $1.0.magnitude + 2 * $1.1.magnitude) }
        // For a zero matrix the pivot stays large enough that the square of a quotient does not overflow.
        let least = max(norm * Double.ulpOfOne, 1e-100)
        for row in 0..<size {
            let below = row + 1 < size ? matrix.beside[row] : 0
            if row + 1 < size, below.magnitude > pivots[row].magnitude {
                isExchanged[row] = true
                factors[row] = pivots[row] / below
                let (pivot, next) = (pivots[row + 1], above[row + 1])
                pivots[row + 1] = above[row] - factors[row] * pivot
                pivots[row] = below
                above[row] = pivot
                above[row + 1] = -factors[row] * next
                secondAbove[row] = next
            } else {
                if pivots[row].magnitude < least { pivots[row] = least }
                guard row + 1 < size else { continue }
                factors[row] = below / pivots[row]
                pivots[row + 1] -= factors[row] * above[row]
            }
        }
    }

    /// Replaces a right-hand side by its solution.
    ///
    /// - Complexity: O(n) in the number of rows.
    func solve(_ vector: inout [Double]) {
        let size = pivots.count
        for row in 0..<max(0, size - 1) {
            if isExchanged[row] {
                (vector[row], vector[row + 1]) = (vector[row + 1], vector[row] - factors[row] * vector[row + 1])
            } else {
                vector[row + 1] -= factors[row] * vector[row]
            }
        }
        for row in (0..<size).reversed() {
            var value = vector[row]
            if row + 1 < size { value -= above[row] * vector[row + 1] }
            if row + 2 < size { value -= secondAbove[row] * vector[row + 2] }
            vector[row] = value / pivots[row]
        }
    }
}
