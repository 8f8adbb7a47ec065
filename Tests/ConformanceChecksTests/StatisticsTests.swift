//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import ConformanceChecks

/// The expected values were computed with SciPy 1.17 (`scipy.stats.beta.ppf`, `scipy.special.betainc`).
@Suite struct StatisticsTests {
    @Test(arguments: [
        (0, 1, 0.0, 0.95), (1, 1, 0.05, 1.0), (5, 5, 0.5492802716530588, 1.0),
        (7, 10, 0.39337578389458766, 0.9127355660858496), (58, 58, 0.9496606616695799, 1.0),
        (59, 59, 0.950492390111773, 1.0), (57, 60, 0.8758127895225639, 0.986234842431717),
        (91, 92, 0.9494736391230411, 0.999442619585648), (92, 93, 0.9500060216120116, 0.9994486112708019),
        (90, 100, 0.8362823767241852, 0.94473676231713), (91, 100, 0.8482045713864065, 0.9522433640868224),
        (292, 300, 0.9523999255850285, 0.9866631103068718), (962, 1000, 0.950487129744074, 0.9714169776641935),
        (938, 1000, 0.9239659261278736, 0.9500709505161796),
        (95_120, 100_000, 0.9500646302420643, 0.9523159766197583),
        (950_400, 1_000_000, 0.9500414094382117, 0.950756662117279),
    ])
    func `the exact bounds are those of SciPy`(successes: Int, trials: Int, lower: Double, upper: Double) {
        let found = (
            ClopperPearson.lowerBound(successes: successes, trials: trials, error: 0.05),
            ClopperPearson.upperBound(successes: successes, trials: trials, error: 0.05)
        )
        #expect(abs(found.0 - lower) < 1e-9)
        #expect(abs(found.1 - upper) < 1e-9)
    }

    @Test(arguments: [
        (0.5, 0.5, 0.5, 0.5), (0.3, 2, 5, 0.579825), (0.9, 10, 2, 0.6973568802), (0.01, 1, 100, 0.6339676587267705),
        (0.95, 950, 51, 0.537529040801425), (0.5, 2000, 2000, 0.5), (0.001, 0.2, 3, 0.33145851609891525),
    ])
    func `the incomplete beta function is that of SciPy`(x: Double, a: Double, b: Double, value: Double) {
        #expect(abs(IncompleteBeta.value(at: x, a, b) - value) < 1e-10)
    }

    @Test func `a share has its exact interval`() {
        let share = Share(successes: 59, trials: 59)
        #expect(abs(share.lower - 0.950492390111773) < 1e-9)
        #expect(share.upper == 1)
        #expect(Share(successes: 0, trials: 0).rate == 0)
    }

    /// Expected values: `scipy.stats.hypergeom.sf(faults - 1, whole, allFaults, part)`.
    @Test(arguments: [
        (5, 10, 5, 20, 0.016253869969040248), (0, 10, 5, 20, 1), (3, 30, 4, 100, 0.07946623822912484),
        (40, 40, 40, 120, 8.729290438068162e-33), (12, 400, 15, 100_000, 6.397162541830026e-27), (10, 10, 20, 20, 1),
    ])
    func `the exact comparison is that of SciPy`(faults: Int, part: Int, all: Int, whole: Int, tail: Double) {
        let found = FisherExact.tail(faults: faults, of: part, allFaults: all, of: whole)
        #expect(abs(found / tail - 1) < 1e-6, "\(found)")
    }

    @Test func `percentiles are taken by nearest rank`() throws {
        let percentiles = try #require(Percentiles(of: (1...200).reversed().map { .milliseconds($0) }))
        #expect(percentiles.p50 == 100)
        #expect(percentiles.p90 == 180)
        #expect(percentiles.p99 == 198)
        #expect(percentiles.max == 200)
        #expect(Percentiles(of: []) == nil)
        #expect(Percentiles(of: [.milliseconds(2)])?.p50 == 2)
    }

    /// Expected values: `scipy.stats.binom.cdf` summed up to the rank; 0 if no rank bounds the percentile.
    @Test(arguments: [
        (6, 0.5, 0, 0), (7, 0.5, 1, 7), (100, 0.5, 38, 63), (100, 0.9, 82, 97), (43, 0.9, 34, 0), (44, 0.9, 34, 44),
        (458, 0.99, 448, 0), (459, 0.99, 449, 459), (1000, 0.99, 982, 998),
    ])
    func `percentiles are bounded by ranks that hold for any distribution`(
        count: Int,
        quantile: Double,
        lower: Int,
        upper: Int
    ) {
        let sorted = (1...count).map(\.self)
        #expect(QuantileBound.lower(quantile, of: sorted, error: 0.01) == (lower == 0 ? nil : lower))
        #expect(QuantileBound.upper(quantile, of: sorted, error: 0.01) == (upper == 0 ? nil : upper))
    }

    @Test func `percentiles come with their bounds`() throws {
        let percentiles = try #require(Percentiles(of: (1...100).map { .milliseconds($0) }))
        #expect(percentiles.responses == 100)
        #expect(percentiles.bounds.p50.lower == 38 && percentiles.bounds.p50.upper == 63)
        #expect(percentiles.bounds.p90.lower == 82 && percentiles.bounds.p90.upper == 97)
        #expect(percentiles.bounds.p99.upper == nil)
    }
}
