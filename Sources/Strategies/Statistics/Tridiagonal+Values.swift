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
