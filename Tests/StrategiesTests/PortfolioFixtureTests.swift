//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies
import Testing

/// The portfolio figures against NumPy, SciPy, scikit-learn and PyPortfolioOpt on the same returns.
@Suite struct PortfolioFixtureTests {
    private typealias Fixture = PortfolioFixtures

    private func expectEqual(
        _ found: [Double],
        _ expected: [Double],
        to tolerance: Double = 1e-10,
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(found.count == expected.count, sourceLocation: location)
        let scale = expected.reduce(0) { max($0, $1.magnitude) }
        for (index, (left, right)) in zip(found, expected).enumerated() {
            #expect((left - right).magnitude <= tolerance * scale, "element \(index)", sourceLocation: location)
        }
    }

    private func elements(_ matrix: SymmetricMatrix) -> [Double] {
        (0..<matrix.size).flatMap { row in (0..<matrix.size).map { matrix[row, $0] } }
    }

    private func matrix(_ elements: [Double]) -> SymmetricMatrix {
        var matrix = SymmetricMatrix(size: 5)
        for row in 0..<5 {
            for column in 0...row { matrix[row, column] = elements[row * 5 + column] }
        }
        return matrix
    }

    private var mixed: [Double] {
        (0..<120).map { day in zip(Fixture.columns, Fixture.weights).reduce(0) { $0 + $1.0[day] * $1.1 } }
    }

    private var even: [Double] {
        (0..<120).map { day in Fixture.columns.reduce(0) { $0 + $1[day] / 5 } }
    }

    @Test func `the covariance agrees with NumPy`() {
        expectEqual(elements(.covariance(of: Fixture.columns)), Fixture.covariance)
    }

    @Test func `the shrunk covariance agrees with scikit-learn`() {
        expectEqual(elements(.shrunkCovariance(of: Fixture.columns)), Fixture.shrunkCovariance)
    }

    @Test func `the shrunk covariance of more assets than days agrees, and can be solved`() throws {
        let covariance = SymmetricMatrix.shrunkCovariance(of: Fixture.columns.map { Array($0.prefix(4)) })
        expectEqual(elements(covariance), Fixture.shrunkCovarianceOfFourDays)
        let solution = try #require(covariance.solve([1, 2, 3, 4, 5]))
        expectEqual(covariance.times(solution), [1, 2, 3, 4, 5])
    }

    @Test func `the shrunk means agree with Jorion's formula in NumPy`() throws {
        let covariance = matrix(Fixture.shrunkCovariance)
        let found = try #require(ShrunkMeans.bayesStein(of: Fixture.columns, covariance: covariance))
        expectEqual(found, Fixture.shrunkMeans)
    }

    @Test func `the mean-variance weights agree with PyPortfolioOpt, sharpened by NumPy`() throws {
        let covariance = matrix(Fixture.shrunkCovariance)
        let plain = Fixture.columns.map { $0.reduce(0, +) / 120 }
        for (means, aversion, expected) in [
            (Fixture.shrunkMeans, 3.0, Fixture.meanVarianceWeights),
            (plain, 3, Fixture.meanVarianceWeightsOfPlainMeans),
            (Fixture.shrunkMeans, 40, Fixture.meanVarianceWeightsOfGreatAversion),
        ] {
            let weights = MeanVarianceWeights.longOnly(means: means, covariance: covariance, aversion: aversion)
            expectEqual(try #require(weights), expected)
        }
    }

    @Test func `the risk parity weights agree with SciPy`() throws {
        let covariance = matrix(Fixture.shrunkCovariance)
        let weights = try #require(RiskParityWeights.equalContributions(covariance: covariance))
        expectEqual(weights, Fixture.riskParityWeights)
    }

    @Test func `the value at risk agrees with NumPy and SciPy`() throws {
        let risk = try #require(ValueAtRisk(of: mixed))
        expectEqual([risk.historical, risk.normal, risk.expectedShortfall], Fixture.valueAtRisk)
    }

    @Test func `the correlation agrees with NumPy`() {
        expectEqual([Returns.correlation(Fixture.columns[0], Fixture.columns[4])], Fixture.correlation)
    }

    @Test func `the tests on days that were held out agree with SciPy`() {
        expectEqual([HeldOutTests.smallerVariance(even, than: mixed)], Fixture.smallerVariance)
        expectEqual([HeldOutTests.greaterUtility(even, than: mixed, aversion: 3)], Fixture.greaterUtility)
    }

    @Test func `the optimum is met from every start, as its conditions show`() throws {
        var noise = Noise(seed: 5)
        for size in [1, 2, 3, 8, 20] {
            let columns = (0..<size).map { _ in (0..<60).map { _ in noise.next() } }
            let means = (0..<size).map { _ in noise.next() / 10 }
            let covariance = SymmetricMatrix.shrunkCovariance(of: columns)
            let found = MeanVarianceWeights.longOnly(means: means, covariance: covariance, aversion: 3)
            let weights = try #require(found)
            #expect((weights.reduce(0, +) - 1).magnitude < 1e-9)
            #expect(weights.allSatisfy { $0 >= 0 })
            // The gain of another unit of weight is the same for all assets held, and no greater for the rest.
            let slopes = zip(means, covariance.times(weights)).map { $0 - 3 * $1 }
            let best = try #require(slopes.max())
            for (slope, weight) in zip(slopes, weights) where weight > 1e-9 { #expect((slope - best).magnitude < 1e-9) }
        }
    }

    @Test func `what cannot be solved has no answer`() {
        let flat = SymmetricMatrix.shrunkCovariance(of: [[0, 0, 0], [0, 0, 0]])
        #expect(flat.solve([1, 1]) == nil)
        #expect(RiskParityWeights.equalContributions(covariance: flat) == nil)
        #expect(RiskParityWeights.equalContributions(covariance: SymmetricMatrix(size: 0)) == nil)
        #expect(MeanVarianceWeights.longOnly(means: [1, 2], covariance: flat, aversion: 3) == nil)
        #expect(MeanVarianceWeights.longOnly(means: [], covariance: SymmetricMatrix(size: 0), aversion: 3) == nil)
        #expect(ValueAtRisk(of: [0.1]) == nil)
        let twins = SymmetricMatrix.covariance(of: [[1, 2, 4], [1, 2, 4]])
        #expect(twins.solve([1, 1]) == nil)
    }

    /// The spreads, averaged over time, that Avellaneda and Stoikov print for σ = 2, κ = 1.5 and a horizon of 1.
    @Test(arguments: [(0.1, 1.49), (0.01, 1.35), (1, 3.02)])
    func `the spread is that of the paper's tables`(aversion: Double, spread: Double) {
        let model = AvellanedaStoikov(riskAversion: aversion, decay: 1.5, variance: 4 * 0.5)
        #expect((model.spread - spread).magnitude < 0.005)
        #expect(model.shift(inventory: 1) == -aversion * 2)
    }
}
