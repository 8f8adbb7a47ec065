//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The returns of prices and their statistics.
package enum Returns {
    /// Computes the simple returns p₁ / p₀ − 1 of a column of prices above zero, one fewer than the prices.
    package static func simple(_ prices: [Double]) -> [Double] {
        guard prices.count > 1 else { return [] }
        var returns: [Double] = []
        returns.reserveCapacity(prices.count - 1)
        for index in 1..<prices.count { returns.append(prices[index] / prices[index - 1] - 1) }
        return returns
    }

    /// Computes the variance of a sample around its mean, with the divisor n − 1; 0 of fewer than two values.
    package static func variance(_ values: some Collection<Double>) -> Double {
        guard values.count > 1 else { return 0 }
        var sum = 0.0
        for value in values { sum += value }
        let mean = sum / Double(values.count)
        var squares = 0.0
        for value in values { squares += (value - mean) * (value - mean) }
        return squares / Double(values.count - 1)
    }

    /// Computes the standard deviation of a sample: the root of ``variance(_:)``.
    package static func deviation(_ values: some Collection<Double>) -> Double {
        variance(values).squareRoot()
    }
}

extension Returns {
    /// Computes Pearson's correlation of two columns of equal length; 0 where one of them does not vary.
    package static func correlation(_ left: [Double], _ right: [Double]) -> Double {
        let pair = SymmetricMatrix.covariance(of: [left, right])
        let scale = (pair[0, 0] * pair[1, 1]).squareRoot()
        return scale > 0 ? pair[0, 1] / scale : 0
    }
}
