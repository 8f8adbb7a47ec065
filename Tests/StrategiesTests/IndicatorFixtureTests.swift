//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies
import Testing

/// The indicators against TA-Lib and NumPy on the same candles; the fixtures name the versions.
@Suite struct IndicatorFixtureTests {
    private typealias Fixture = IndicatorFixtures

    /// Expects agreement to ten digits: different orders of summation differ in the last three or four of sixteen.
    private func expectEqual(_ found: [Double], _ expected: [Double], _ location: SourceLocation = #_sourceLocation) {
        #expect(found.count == expected.count, sourceLocation: location)
        for (index, (left, right)) in zip(found, expected).enumerated() {
            let tolerance = 1e-10 * max(1, right.magnitude)
            #expect((left - right).magnitude <= tolerance, "element \(index)", sourceLocation: location)
        }
    }

    @Test func `the simple moving average agrees with TA-Lib`() {
        expectEqual(Indicators.sma(Fixture.closes, period: 20), Fixture.sma20)
    }

    @Test func `the exponential moving average agrees with TA-Lib`() {
        expectEqual(Indicators.ema(Fixture.closes, period: 12), Fixture.ema12)
    }

    @Test func `the relative strength index agrees with TA-Lib`() {
        expectEqual(Indicators.rsi(Fixture.closes, period: 14), Fixture.rsi14)
    }

    @Test func `the convergence and divergence of averages agrees with TA-Lib`() {
        let macd = Indicators.macd(Fixture.closes)
        expectEqual(macd.line, Fixture.macdLine)
        expectEqual(macd.signal, Fixture.macdSignal)
    }

    @Test func `the average true range agrees with TA-Lib`() {
        let found = Indicators.atr(highs: Fixture.highs, lows: Fixture.lows, closes: Fixture.closes, period: 14)
        expectEqual(found, Fixture.atr14)
    }

    @Test func `the bands agree with TA-Lib`() {
        let bands = Indicators.bollinger(Fixture.closes)
        expectEqual(bands.upper, Fixture.bollingerUpper)
        expectEqual(bands.middle, Fixture.sma20)
        expectEqual(bands.lower, Fixture.bollingerLower)
    }

    @Test func `the deviation and the score agree with NumPy`() {
        expectEqual(Indicators.standardDeviation(Fixture.closes, period: 20), Fixture.deviation20)
        expectEqual(Indicators.zScore(Fixture.closes, period: 20), Fixture.zScore20)
    }

    @Test func `the rolling extrema agree with TA-Lib`() {
        #expect(Indicators.rollingMaximum(Fixture.highs, period: 48) == Fixture.maximum48)
        #expect(Indicators.rollingMinimum(Fixture.lows, period: 48) == Fixture.minimum48)
    }

    @Test func `the test of mean reversion agrees with least squares by NumPy`() throws {
        let found = try #require(Indicators.meanReversionTest(Fixture.closes))
        let halfLife = try #require(found.halfLife)
        expectEqual([found.rate, found.statistic, halfLife], Fixture.dickeyFuller)
    }
}
