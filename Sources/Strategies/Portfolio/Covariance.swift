//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension SymmetricMatrix {
    /// Computes the covariance of columns of equal length, with the divisor n − 1.
    package static func covariance(of columns: [[Double]]) -> SymmetricMatrix {
        let count = columns.first?.count ?? 0
        return products(of: columns.map(centred), divisor: Double(count - 1))
    }

    /// Computes the covariance of columns with Ledoit's and Wolf's shrinkage.
    ///
    /// (1 − s)·S + s·m·I, with S the covariance with the divisor n, m the mean of its diagonal, I the identity, and s
    /// the intensity that minimizes the expected squared error: the mean squared error of S over its mean squared
    /// distance from m·I, at most 1. It is positive definite unless the columns are constant, even with more columns
    /// than rows. Source: Ledoit and Wolf, *A Well-Conditioned Estimator for Large-Dimensional Covariance Matrices*,
    /// 2004.
    ///
    /// - Complexity: O(n·p²) for p columns of n values.
    package static func shrunkCovariance(of columns: [[Double]]) -> SymmetricMatrix {
        let size = columns.count
        let count = columns.first?.count ?? 0
        guard size > 0, count > 0 else { return SymmetricMatrix(size: size) }
        let columns = columns.map(centred)
        var sample = products(of: columns, divisor: Double(count))
        var target = 0.0
        for index in 0..<size { target += sample[index, index] / Double(size) }
        var distance = 0.0
        var error = 0.0
        for row in 0..<size {
            for column in 0...row {
                // The matrix is symmetric, so entries off the diagonal count twice.
                let weight = row == column ? 1.0 : 2
                let value = sample[row, column]
                let offset = value - (row == column ? target : 0)
                distance += weight * offset * offset
                var squares = 0.0
                for index in 0..<count {
                    let product = columns[row][index] * columns[column][index] - value
                    squares += product * product
                }
                error += weight * squares / Double(count) / Double(count)
            }
        }
        let intensity = distance > 0 ? min(1, error / distance) : 0
        for row in 0..<size {
            for column in 0...row {
                sample[row, column] *= 1 - intensity
                if row == column { sample[row, row] += intensity * target }
            }
        }
        return sample
    }

    private static func centred(_ column: [Double]) -> [Double] {
        let mean = Indicators.mean(column)
        return column.map { $0 - mean }
    }

    private static func products(of columns: [[Double]], divisor: Double) -> SymmetricMatrix {
        var matrix = SymmetricMatrix(size: columns.count)
        for row in columns.indices {
            for column in 0...row {
                var sum = 0.0
                for index in columns[row].indices { sum += columns[row][index] * columns[column][index] }
                matrix[row, column] = sum / divisor
            }
        }
        return matrix
    }
}
