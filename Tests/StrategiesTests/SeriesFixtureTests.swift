//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies
import Testing

/// Statistics against statsmodels, arch and LAPACK on the same series; the fixtures name the versions.
@Suite struct SeriesFixtureTests {
    private typealias Fixture = SeriesFixtures

    /// Expects agreement to a number of digits, relative to values above 1 and absolute below.
    private func expectEqual(
        _ found: [Double],
        _ expected: [Double],
        digits: Double,
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(found.count == expected.count, sourceLocation: location)
        for (index, (left, right)) in zip(found, expected).enumerated() {
            let difference = (left - right).magnitude / max(1, right.magnitude)
            #expect(difference <= digits, "element \(index)", sourceLocation: location)
        }
    }

    private func numbers(_ test: UnitRootTest) -> [Double] {
        [
            test.statistic, MacKinnon.oneSeries.probability(upTo: test.statistic), Double(test.lagCount),
            Double(test.observations),
        ]
            + MacKinnon.Level.allCases.map {
                MacKinnon.oneSeries.criticalValue($0, observations: test.observations)
            }
    }

    @Test func `least squares agree to nine digits`() throws {
        let regressors = [Fixture.walk.map { _ in 1.0 }, Fixture.partner, Fixture.stranger]
        let ordinary = try #require(LeastSquares.fit(Fixture.walk, by: regressors))
        expectEqual(
            ordinary.coefficients + ordinary.standardErrors + [ordinary.residualSquares],
            Fixture.ordinaryFit,
            digits: 1e-9
        )
        let weighted = try #require(LeastSquares.fit(Fixture.walk, by: regressors, weights: Fixture.weights))
        expectEqual(
            weighted.coefficients + weighted.standardErrors + [weighted.residualSquares],
            Fixture.weightedFit,
            digits: 1e-9
        )
    }

    @Test func `the augmented test agrees to eight digits, and chooses the same lags`() throws {
        for (values, expected) in [
            (Fixture.walk, Fixture.walkUnitRoot), (Fixture.stranger, Fixture.strangerUnitRoot),
            (Fixture.returning, Fixture.returningUnitRoot),
        ] {
            expectEqual(
                numbers(try #require(UnitRootTest.augmentedDickeyFuller(values))),
                expected,
                digits: 1e-8
            )
        }
        let plain = try #require(UnitRootTest.augmentedDickeyFuller(Fixture.returning, greatestLagCount: 0))
        expectEqual(numbers(plain), Fixture.returningWithoutLags, digits: 1e-8)
        let bare = try #require(UnitRootTest.augmentedDickeyFuller(Fixture.returning, hasConstant: false))
        expectEqual(
            [bare.statistic, Double(bare.lagCount)],
            [0, 2].map { Fixture.returningWithoutConstant[$0] },
            digits: 1e-8
        )
    }

    @Test func `the test without lags is the plain one`() throws {
        let augmented = try #require(UnitRootTest.augmentedDickeyFuller(Fixture.walk, greatestLagCount: 0))
        let plain = try #require(Indicators.meanReversionTest(Fixture.walk))
        expectEqual([augmented.statistic], [plain.statistic], digits: 1e-10)
    }

    @Test func `co-integration agrees to eight digits`() throws {
        for (values, expected) in [
            (Fixture.partner, Fixture.partnerCointegration), (Fixture.stranger, Fixture.strangerCointegration),
        ] {
            let found = try #require(Cointegration.engleGranger(values, on: Fixture.walk))
            expectEqual(
                [found.test.statistic, found.pValue, found.hedgeRatio, found.intercept],
                expected,
                digits: 1e-8
            )
        }
        let found = try #require(
            Cointegration.engleGranger(Fixture.partner, on: Fixture.walk, greatestLagCount: 0)
        )
        expectEqual(
            [found.test.statistic, found.pValue, found.hedgeRatio, found.intercept],
            Fixture.partnerCointegrationWithoutLags,
            digits: 1e-8
        )
    }

    @Test func `MacKinnon's distributions agree to twelve digits`() {
        expectEqual(
            Fixture.statistics.map(MacKinnon.oneSeries.probability),
            Fixture.probabilitiesOfOne,
            digits: 1e-12
        )
        expectEqual(
            Fixture.statistics.map(MacKinnon.residualsOfTwo.probability),
            Fixture.probabilitiesOfTwo,
            digits: 1e-12
        )
        let critical = MacKinnon.Level.allCases.map {
            MacKinnon.residualsOfTwo.criticalValue($0, observations: Fixture.walk.count - 1)
        }
        expectEqual(critical, Fixture.criticalValuesOfTwo, digits: 1e-12)
    }

    @Test func `eigenvalues and eigenvectors agree to ten digits`() throws {
        let size = Fixture.eigenvalues.count
        let eigen = try #require(SymmetricEigen(Fixture.correlations, size: size))
        expectEqual(eigen.values, Fixture.eigenvalues, digits: 1e-10)
        expectEqual(eigen.vectors.flatMap { $0 }, Fixture.eigenvectors, digits: 1e-10)
        for count in [0, 2] {
            let some = try #require(SymmetricEigen(Fixture.correlations, size: size, vectorCount: count))
            #expect(some.values == eigen.values)
            #expect(some.vectors == Array(eigen.vectors.prefix(count)))
        }
    }
}
