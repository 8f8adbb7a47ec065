//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies
import Testing

/// The edge cases of the statistics: series without a result, and matrices with a known one.
@Suite struct StatisticsEdgeTests {
    @Test(
        arguments: [
            [], [1], [1, 2, 3], Array(repeating: 5, count: 50), (0..<50).map(Double.init),
            Array(repeating: Double.nan, count: 50), [.infinity] + Array(repeating: 1, count: 50),
        ] as [[Double]]
    )
    func `a series that bears no test has none`(values: [Double]) {
        #expect(UnitRootTest.augmentedDickeyFuller(values) == nil)
        #expect(UnitRootTest.augmentedDickeyFuller(values, hasConstant: false)?.statistic.isFinite ?? true)
        #expect(Cointegration.engleGranger(values, on: values) == nil)
    }

    @Test func `regressors that depend on each other have no fit`() {
        let column = walk(count: 30)
        #expect(LeastSquares.fit(walk(count: 30, seed: 2), by: [column, column.map { 2 * $0 }]) == nil)
        #expect(LeastSquares.fit([1, 2], by: [[1, 1], [1, 2]]) == nil)
        #expect(LeastSquares.fit([1, 2, 3], by: [[1, 1]]) == nil)
        #expect(LeastSquares.fit([1, 2, 3], by: []) == nil)
    }

    @Test(arguments: [1, 2, 3, 17, 40])
    func `eigenvectors rebuild their matrix and are orthonormal`(size: Int) throws {
        var noise = Noise(seed: UInt64(size))
        var matrix = Array(repeating: 0.0, count: size * size)
        for row in 0..<size {
            for column in 0...row {
                let entry = noise.next()
                matrix[row * size + column] = entry
                matrix[column * size + row] = entry
            }
        }
        let eigen = try #require(SymmetricEigen(matrix, size: size))
        for row in 0..<size {
            for column in 0..<size {
                var rebuilt = 0.0
                var product = 0.0
                for index in 0..<size {
                    rebuilt += eigen.values[index] * eigen.vectors[index][row] * eigen.vectors[index][column]
                    product += eigen.vectors[row][index] * eigen.vectors[column][index]
                }
                #expect((rebuilt - matrix[row * size + column]).magnitude < 1e-12)
                #expect((product - (row == column ? 1 : 0)).magnitude < 1e-12)
            }
        }
    }

    @Test func `equal eigenvalues and zero matrices are decomposed too`() throws {
        let identity = (0..<16).map { $0 % 5 == 0 ? 1.0 : 0 }
        #expect(try #require(SymmetricEigen(identity, size: 4)).values == [1, 1, 1, 1])
        #expect(try #require(SymmetricEigen(Array(repeating: 0, count: 9), size: 3)).values == [0, 0, 0])
        let ones = try #require(SymmetricEigen(Array(repeating: 1, count: 25), size: 5))
        #expect((ones.values[0] - 5).magnitude < 1e-14)
        #expect(SymmetricEigen([.nan], size: 1) == nil)
        for matrix in [identity, Array(repeating: 0, count: 16), Array(repeating: 1, count: 16)] {
            let vectors = try #require(SymmetricEigen(matrix, size: 4)).vectors
            for (row, vector) in vectors.enumerated() {
                let products = vectors.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } }
                for (column, product) in products.enumerated() {
                    #expect((product - (row == column ? 1 : 0)).magnitude < 1e-14)
                }
            }
        }
    }

    @Test func `matrices that fall apart into equal blocks, and values of very different size, are decomposed too`()
        throws
    {
        // Blocks of two rows with the values 3 and 1, and of one row, from 1e-9 to 1e9.
        for scale in [1e-9, 1, 1e9] {
            var matrix = Array(repeating: 0.0, count: 49)
            for (row, column, entry) in [(0, 0, 2.0), (1, 1, 2), (0, 1, 1), (1, 0, 1), (2, 2, 2), (3, 3, 2), (2, 3, 1)]
            {
                matrix[row * 7 + column] = entry * scale
            }
            matrix[3 * 7 + 2] = scale
            matrix[4 * 7 + 4] = 1e-6 * scale
            matrix[5 * 7 + 5] = 1e6 * scale
            let eigen = try #require(SymmetricEigen(matrix, size: 7))
            for (value, expected) in zip(eigen.values, [1e6, 3, 3, 1, 1, 1e-6, 0]) {
                #expect((value / scale - expected).magnitude < 1e-9)
            }
            for (value, vector) in zip(eigen.values, eigen.vectors) {
                for row in 0..<7 {
                    let product = (0..<7).reduce(0) { $0 + matrix[row * 7 + $1] * vector[$1] }
                    #expect((product - value * vector[row]).magnitude < 1e-9 * scale)
                }
            }
        }
    }

    @Test func `components are the same by rows and by columns`() throws {
        // More columns than rows, and the same columns twice over with as many rows as columns.
        var noise = Noise(seed: 5)
        let rowCount = 6
        let columns = (0..<4).flatMap { _ in standardised((0..<rowCount).map { _ in noise.next() }) }
        let few = try #require(PrincipalComponents(columns: columns, rowCount: rowCount, greatestCount: 3))
        let many = try #require(PrincipalComponents(columns: columns + columns, rowCount: rowCount, greatestCount: 3))
        for index in 0..<3 {
            #expect((few.shares[index] - many.shares[index]).magnitude < 1e-12)
            let product = zip(few.scores[index], many.scores[index]).reduce(0) { $0 + $1.0 * $1.1 }
            #expect((product.magnitude - 1).magnitude < 1e-12)
        }
    }

    private func standardised(_ values: [Double]) -> [Double] {
        let mean = values.reduce(0, +) / Double(values.count)
        let length = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
        return values.map { ($0 - mean) / length }
    }
}
