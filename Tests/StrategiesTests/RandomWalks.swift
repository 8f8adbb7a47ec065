//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies
import Testing

/// Makes series of random walks, without a pattern to find, with the number of candles of a need.
func randomWalks(_ count: Int, for need: CandleNeed, seed: UInt64 = 99) throws -> [MarketSeries] {
    let newest = try #require(need.interval.lastClosedOpenMilliseconds(at: noon))
    var noise = Noise(seed: seed)
    return (0..<count).map { number in
        var price = 100.0
        let candles = (0..<need.count).map { index in
            let time = newest - Int64(need.count - 1 - index) * need.interval.milliseconds
            return randomCandle(from: &price, at: time, &noise)
        }
        let listing = Listing(symbol: "W\(number)", exchange: "test", volume24hUSD: 1e9)
        return MarketSeries(listing: listing, candles: candles)
    }
}

/// Makes one candle from a walk of 16 steps, so that its range follows from the walk as well.
private func randomCandle(from price: inout Double, at time: Int64, _ noise: inout Noise) -> Candle {
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
