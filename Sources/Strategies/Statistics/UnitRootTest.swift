//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Glibc

/// The augmented Dickey–Fuller test for a unit root, against mean reversion.
///
/// Each change is regressed on the value before it and on the changes before it: Δp = a + b·p + Σ cᵢ·Δpᵢ. The statistic
/// is b divided by its standard error. The number of lags, the earlier changes, is chosen by Akaike's criterion, all
/// choices being compared on the same rows; the fit with the chosen number then uses every row it can. Sources: Said
/// and Dickey, *Testing for Unit Roots in Autoregressive-Moving Average Models of Unknown Order*, 1984; Akaike, *A New
/// Look at the Statistical Model Identification*, 1974.
package struct UnitRootTest: Sendable, Hashable {
    /// The coefficient of the value before, divided by its standard error; the more negative, the surer the reversion.
    package let statistic: Double
    /// The number of lags in the regression.
    package let lagCount: Int
    /// The number of rows in the regression.
    package let observations: Int

    /// Tests a series.
    ///
    /// - Parameters:
    ///   - values: The series, oldest value first.
    ///   - greatestLagCount: The greatest number of lags; Schwert's 12·(n/100)^¼ unless given.
    ///   - hasConstant: Indicates that the regression has the constant a; residuals of a fit with a constant need none.
    /// - Returns: `nil` where the series is too short, constant, or follows exactly from its own past.
    package static func augmentedDickeyFuller(
        _ values: [Double],
        greatestLagCount: Int? = nil,
        hasConstant: Bool = true
    ) -> UnitRootTest? {
        let regression = UnitRootRegression(values, hasConstant: hasConstant)
        let fixedCount = hasConstant ? 1 : 0
        // The limits are half of the rows and Schwert's rule. Source: William Schwert, *Tests for Unit Roots: A Monte
        // Carlo Investigation*, 1989.
        let bound = values.count / 2 - fixedCount - 1
        let rule = Int((12 * pow(Double(values.count) / 100, 0.25)).rounded(.up))
        let greatest = min(greatestLagCount ?? rule, bound)
        guard greatest >= 0, let lagCount = regression.lagCount(upTo: greatest) else { return nil }
        return regression.test(lagCount: lagCount)
    }
}

/// The regression of the test over one series.
private struct UnitRootRegression {
    let levels: [Double]
    let changes: [Double]
    let ones: [Double]

    init(_ values: [Double], hasConstant: Bool) {
        // With a constant, a shift of the level changes nothing, and values around zero lose fewer digits.
        let origin = hasConstant ? Indicators.mean(values) : 0
        levels = values.dropLast().map { $0 - origin }
        changes = zip(values.dropFirst(), values).map { $0 - $1 }
        ones = hasConstant ? Array(repeating: 1, count: levels.count) : []
    }

    /// Finds the number of lags with the least criterion.
    func lagCount(upTo greatest: Int) -> Int? {
        guard greatest > 0 else { return 0 }
        let rowCount = changes.count - greatest
        let fixed = ones.isEmpty ? 1 : 2
        guard rowCount > greatest + fixed else { return nil }
        var products = self.products(lagCount: greatest, levelFirst: true)
        let width = products.regressorCount
        var residual = products[width, width]
        guard products.factor() else { return nil }
        var best: (criterion: Double, lagCount: Int)?
        for column in 0..<width {
            residual -= products[width, column] * products[width, column]
            guard column >= fixed - 1 else { continue }
            guard residual > 0 else { break }
            let criterion = Double(rowCount) * log(residual) + 2 * Double(column + 1)
            if best.map({ criterion < $0.criterion }) ?? true { best = (criterion, column + 1 - fixed) }
        }
        return best?.lagCount
    }

    /// Fits a given number of lags; the level is the last regressor, so the factor holds its t-statistic.
    func test(lagCount: Int) -> UnitRootTest? {
        let rowCount = changes.count - lagCount
        var products = self.products(lagCount: lagCount, levelFirst: false)
        let width = products.regressorCount
        guard rowCount > width else { return nil }
        let total = products[width, width]
        guard products.factor(), products[width, width] > total * Self.exactFit else { return nil }
        let variance = products[width, width] / Double(rowCount - width)
        let statistic = products[width, width - 1] / variance.squareRoot()
        guard statistic.isFinite else { return nil }
        return UnitRootTest(statistic: statistic, lagCount: lagCount, observations: rowCount)
    }

    /// Computes the products of constant, level and earlier changes, with the level before or behind these.
    private func products(lagCount: Int, levelFirst: Bool) -> CrossProducts {
        let rowCount = changes.count - lagCount
        let constantCount = ones.isEmpty ? 0 : 1
        let width = constantCount + 1 + lagCount
        let levelIndex = levelFirst ? constantCount : width - 1
        let firstLag = levelFirst ? constantCount + 1 : constantCount
        func column(_ index: Int) -> (of: [Double], start: Int) {
            if index == width { return (changes, lagCount) }
            if index == levelIndex { return (levels, lagCount) }
            if index < constantCount { return (ones, 0) }
            return (changes, lagCount - 1 - (index - firstLag))
        }
        var products = CrossProducts(regressorCount: width)
        for row in 0...width {
            let left = column(row)
            let rows = left.of.span.extracting(left.start..<(left.start + rowCount))
            for index in 0...row {
                let right = column(index)
                let span = right.of.span.extracting(right.start..<(right.start + rowCount))
                products[row, index] = dotProduct(rows, span)
            }
        }
        return products
    }

    /// The unexplained share of the changes below which a fit counts as exact.
    private static let exactFit = 1e-20
}
