//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Indicators {
    /// Computes the largest of the last `period` values.
    package static func rollingMaximum(_ values: [Double], period: Int) -> [Double] {
        rollingExtremum(values, period: period) { $0 >= $1 }
    }

    /// Computes the smallest of the last `period` values.
    package static func rollingMinimum(_ values: [Double], period: Int) -> [Double] {
        rollingExtremum(values, period: period) { $0 <= $1 }
    }

    /// Computes the extremum with a monotonic queue of the indices of values that may still become it.
    private static func rollingExtremum(
        _ values: [Double],
        period: Int,
        supersedes: (Double, Double) -> Bool
    ) -> [Double] {
        guard period > 0, values.count >= period else { return [] }
        var candidates: [Int] = []
        var front = 0
        var extrema: [Double] = []
        extrema.reserveCapacity(values.count - period + 1)
        for index in 0..<values.count {
            while candidates.count > front, supersedes(values[index], values[candidates[candidates.count - 1]]) {
                candidates.removeLast()
            }
            candidates.append(index)
            if candidates[front] <= index - period { front += 1 }
            if index >= period - 1 { extrema.append(values[candidates[front]]) }
        }
        return extrema
    }
}
