//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies
import Testing

/// The edge cases of the indicators: short input, constant values, and loss of precision.
@Suite struct IndicatorEdgeTests {
    @Test(arguments: [0, 1, 13])
    func `columns shorter than the period give nothing`(count: Int) {
        let values = (0..<count).map { Double($0 + 1) }
        #expect(Indicators.sma(values, period: 14).isEmpty)
        #expect(Indicators.ema(values, period: 14).isEmpty)
        #expect(Indicators.wilder(values, period: 14).isEmpty)
        #expect(Indicators.rsi(values, period: 14).isEmpty)
        #expect(Indicators.macd(values).line.isEmpty)
        #expect(Indicators.macd(values).lastHistogram == nil)
        #expect(Indicators.atr(highs: values, lows: values, closes: values, period: 14).isEmpty)
        #expect(Indicators.bollinger(values, period: 14).middle.isEmpty)
        #expect(Indicators.zScore(values, period: 14).isEmpty)
        #expect(Indicators.rollingMaximum(values, period: 14).isEmpty)
    }

    @Test(arguments: [-1, 0])
    func `a period below one gives nothing`(period: Int) {
        #expect(Indicators.sma([1, 2], period: period).isEmpty)
        #expect(Indicators.ema([1, 2], period: period).isEmpty)
        #expect(Indicators.rsi([1, 2], period: period).isEmpty)
        #expect(Indicators.atr(highs: [1, 2], lows: [1, 2], closes: [1, 2], period: period).isEmpty)
        #expect(Indicators.standardDeviation([1, 2], period: period).isEmpty)
        #expect(Indicators.zScore([1, 2], period: period).isEmpty)
        #expect(Indicators.rollingMinimum([1, 2], period: period).isEmpty)
        #expect(Indicators.macd([1, 2], fast: period).line.isEmpty)
    }

    @Test func `columns as long as the period give one value`() {
        #expect(Indicators.sma([1, 2, 3], period: 3) == [2])
        #expect(Indicators.ema([1, 2, 3], period: 3) == [2])
        #expect(Indicators.rsi([1, 2, 3], period: 2) == [100])
        #expect(Indicators.rollingMaximum([3, 1, 2], period: 3) == [3])
        #expect(Indicators.macd(Array(repeating: 1, count: 34)).signal.count == 1)
    }

    @Test func `columns of unequal length have no true range`() {
        #expect(Indicators.atr(highs: [1, 2], lows: [1], closes: [1, 2], period: 1).isEmpty)
    }

    @Test func `strength is 100 where all rises, 0 where all falls, 50 where nothing moves`() {
        let rising = (0..<20).map { Double($0) }
        #expect(Indicators.rsi(rising, period: 14).last == 100)
        #expect(Indicators.rsi(rising.reversed(), period: 14).last == 0)
        #expect(Indicators.rsi(Array(repeating: 7, count: 20), period: 14).last == 50)
    }

    @Test func `values that do not move have no deviation, no score and no test`() {
        let flat = Array(repeating: 0.1, count: 40)
        #expect(Indicators.zScore(flat, period: 20).allSatisfy { $0 == 0 })
        #expect(Indicators.zScore(flat, period: 20).count == 21)
        #expect(Indicators.bollinger(flat).upper.allSatisfy { ($0 - 0.1).magnitude < 1e-12 })
        #expect(Indicators.meanReversionTest(flat) == nil)
        #expect(Indicators.meanReversionTest([1, 2, 1]) == nil)
    }

    @Test func `small moves on top of large values keep their deviation`() throws {
        let values = (0..<200).map { 1e9 + Double($0 % 2) }
        let found = try #require(Indicators.standardDeviation(values, period: 20).last)
        #expect((found - 0.5).magnitude < 1e-9)
    }

    @Test(arguments: [1, 2, 5, 17])
    func `rolling extrema equal those of each window`(period: Int) {
        let values = (0..<60).map { Double(($0 * 37 + 11) % 23) }
        let windows = (0...(values.count - period)).map { values[$0..<($0 + period)] }
        #expect(Indicators.rollingMaximum(values, period: period) == windows.compactMap { $0.max() })
        #expect(Indicators.rollingMinimum(values, period: period) == windows.compactMap { $0.min() })
    }

    @Test func `a column that runs away has no half-life`() throws {
        let test = try #require(Indicators.meanReversionTest([1, 2, 4, 8.5, 16, 33]))
        #expect(test.rate > 0)
        #expect(test.halfLife == nil)
    }
}
