//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Indicators {
    /// The result of a Dickey–Fuller regression, which tests a column for mean reversion.
    package struct MeanReversionTest: Sendable, Hashable {
        /// The part of the distance from the mean that is corrected in one candle; negative for mean reversion.
        package let rate: Double
        /// The rate divided by its standard error; the more negative, the surer the reversion.
        package let statistic: Double

        /// The number of candles in which half of the distance to the mean is covered, if the column reverts at all.
        package var halfLife: Double? { rate < 0 ? 0.693_147_180_559_945_3 / -rate : nil }
    }

    /// Regresses each change on the value before it, with a constant: Δp = a + b·p.
    ///
    /// A random walk has b = 0, and a statistic below −2.89 in 5 % of cases at 100 values, −2.88 at 250. Sources:
    /// Dickey and Fuller, *Distribution of the Estimators for Autoregressive Time Series with a Unit Root*, 1979, for
    /// the test; Chan, *Algorithmic Trading*, 2013, for the half-life ln 2 / −b.
    ///
    /// - Returns: `nil` for fewer than four values, constant values, and a fit without any residual.
    package static func meanReversionTest(_ values: [Double]) -> MeanReversionTest? {
        let count = values.count - 1
        guard count >= 3 else { return nil }
        let divisor = Double(count)
        let meanBefore = mean(Array(values[..<count]))
        let meanChange = (values[count] - values[0]) / divisor
        var beforeSquares = 0.0
        var changeSquares = 0.0
        var products = 0.0
        for index in 0..<count {
            let before = values[index] - meanBefore
            let change = values[index + 1] - values[index] - meanChange
            beforeSquares += before * before
            changeSquares += change * change
            products += before * change
        }
        guard beforeSquares > 0 else { return nil }
        let rate = products / beforeSquares
        let residual = changeSquares - rate * products
        guard residual > 0 else { return nil }
        let error = (residual / Double(count - 2) / beforeSquares).squareRoot()
        return MeanReversionTest(rate: rate, statistic: rate / error)
    }
}
