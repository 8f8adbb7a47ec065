//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Tridiagonal {
    /// Computes the eigenvalues, the greatest first, or gives `nil` where the steps do not converge.
    ///
    /// - Complexity: O(n²) in the number of rows.
    func eigenvalues() -> [Double]? {
        var steps = QLSteps(diagonal: diagonal, beside: beside)
        return steps.diagonalise() ? steps.diagonal.sorted(by: >) : nil
    }
}

/// Implicit QL steps with Wilkinson's shift, which reduce the off-diagonal entries to zero.
private struct QLSteps {
    private(set) var diagonal: [Double]
    private var beside: [Double]

    init(diagonal: [Double], beside: [Double]) {
        self.diagonal = diagonal
        self.beside = beside
    }

    /// Iterates until the off-diagonal entries are zero, one eigenvalue after the other.
    mutating func diagonalise() -> Bool {
        for first in diagonal.indices {
            var stepsLeft = 60
            while true {
                var last = first
                while last < diagonal.count - 1 {
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

    /// Performs one step on the rows `first...last`.
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
                // The block below is already decoupled.
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
        }
        diagonal[first] -= carried
        beside[first] = slope
        beside[last] = 0
    }
}

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
