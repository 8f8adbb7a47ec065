//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The principal components of standardised columns.
///
/// A component is an eigenvector of the columns' correlation matrix; its scores are its products with the rows. With
/// more columns than rows the smaller matrix of the rows is decomposed, which has the same eigenvalues. Source: Ian
/// Jolliffe, *Principal Component Analysis*, 2002, sections 2.3 and 3.5.
package struct PrincipalComponents: Sendable {
    /// The shares of the components in the whole variance, the greatest first; together at most 1.
    package let shares: [Double]
    /// The scores of each component over the rows, each of length 1 as a vector, so that their products with a column
    /// are its coefficients.
    package let scores: [[Double]]

    /// Finds the leading components, or gives `nil` for an empty or misshapen input.
    ///
    /// - Parameters:
    ///   - columns: The columns one after the other, each with mean 0 and squares that add up to 1.
    ///   - rowCount: The length of each column.
    ///   - share: The share of the variance to be explained; no more components are returned than that takes.
    ///   - greatestCount: The greatest number of components.
    package init?(columns: [Double], rowCount: Int, share: Double = 1, greatestCount: Int) {
        guard rowCount > 0, columns.count >= rowCount, columns.count % rowCount == 0 else { return nil }
        let count = columns.count / rowCount
        let isWide = count > rowCount
        let matrix = isWide ? Self.rowProducts(columns, rowCount) : Self.columnProducts(columns, rowCount)
        let size = isWide ? rowCount : count
        guard let eigen = SymmetricEigen(matrix, size: size, vectorCount: greatestCount) else { return nil }
        var shares: [Double] = []
        var scores: [[Double]] = []
        var explained = 0.0
        for (value, vector) in zip(eigen.values, eigen.vectors) {
            guard scores.count < greatestCount, explained < share else { break }
            guard value > Self.leastValue * Double(count) else { break }
            shares.append(value / Double(count))
            explained += value / Double(count)
            scores.append(isWide ? vector : Self.scores(of: vector, columns, rowCount, scale: 1 / value.squareRoot()))
        }
        self.shares = shares
        self.scores = scores
    }

    /// Computes the correlations of the columns.
    static func columnProducts(_ columns: [Double], _ rowCount: Int) -> [Double] {
        let count = columns.count / rowCount
        var matrix = Array(repeating: 0.0, count: count * count)
        for row in 0..<count {
            let left = columns.span.extracting((row * rowCount)..<((row + 1) * rowCount))
            for column in 0...row {
                let right = columns.span.extracting((column * rowCount)..<((column + 1) * rowCount))
                let product = dotProduct(left, right)
                matrix[row * count + column] = product
                matrix[column * count + row] = product
            }
        }
        return matrix
    }

    private static func rowProducts(_ columns: [Double], _ rowCount: Int) -> [Double] {
        let count = columns.count / rowCount
        var transposed = Array(repeating: 0.0, count: columns.count)
        for column in 0..<count {
            for row in 0..<rowCount { transposed[row * count + column] = columns[column * rowCount + row] }
        }
        return columnProducts(transposed, count)
    }

    private static func scores(of vector: [Double], _ columns: [Double], _ rowCount: Int, scale: Double) -> [Double] {
        var scores = Array(repeating: 0.0, count: rowCount)
        for (index, weight) in vector.enumerated() {
            for row in 0..<rowCount { scores[row] += scale * weight * columns[index * rowCount + row] }
        }
        return scores
    }

    /// The eigenvalue, relative to their sum, below which a component is rounding error.
    private static let leastValue = 1e-12
}
