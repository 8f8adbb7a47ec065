//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies
import Testing

/// How often each strategy reports something where there is nothing to be found.
@Suite struct RandomWalkTests {
    /// One candle of a walk of 16 steps, so that its range follows from the walk as well.
    private func candle(from price: inout Double, at time: Int64, _ noise: inout Noise) -> Candle {
        var candle = Candle(openMilliseconds: time, open: price, high: price, low: price, close: price, volume: 0)
        for _ in 0..<16 {
            price *= 1 + 0.004 * (noise.next() + noise.next())
            candle.high = max(candle.high, price)
            candle.low = min(candle.low, price)
        }
        candle.close = price
        candle.volume = 100 * (1 + noise.next() + noise.next() / 2)
        return candle
    }

    private func market(of count: Int, for need: CandleNeed) throws -> [MarketSeries] {
        let newest = try #require(need.interval.lastClosedOpenMilliseconds(at: noon))
        var noise = Noise(seed: 99)
        return (0..<count).map { number in
            var price = 100.0
            let candles = (0..<need.count).map { index in
                let time = newest - Int64(need.count - 1 - index) * need.interval.milliseconds
                return candle(from: &price, at: time, &noise)
            }
            let listing = Listing(symbol: "W\(number)", exchange: "test", volume24hUSD: 1e9)
            return MarketSeries(listing: listing, candles: candles)
        }
    }

    /// The bounds lie a few standard errors of 400 walks above the rates that the strategies document.
    @Test(arguments: zip(StrategyCatalogue.standard.map(\.id), [0.20, 0.06, 0.05]))
    func `a random walk seldom looks like an opportunity`(id: String, bound: Double) throws {
        let strategy = try #require(StrategyCatalogue.standard.first { $0.id == id })
        let findings = try strategy.findings(in: try market(of: 400, for: strategy.need), at: noon)
        #expect(findings.signals.total == 400)
        #expect(Double(findings.opportunities.count) / 400 < bound)
    }
}
