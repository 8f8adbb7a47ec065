//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies

/// The time of these tests' markets: a noon, so that candles of up to four hours have just closed.
let noon = Date(timeIntervalSince1970: 1_770_033_600)

/// The strategies that judge every symbol by its own candles alone.
let spotStrategies: [any Strategy] = [SpotMomentumStrategy(), SpotMeanReversionStrategy(), SpotBreakoutStrategy()]

/// Makes the series that a strategy needs from closes, the last candle being the last closed at ``noon``.
///
/// Each candle opens at the close before and extends `wick` beyond both.
func series(
    _ closes: [Double],
    for strategy: any Strategy,
    symbol: String = "AAA-USDT",
    volume24hUSD: Double = 500_000_000,
    wick: Double = 0.001,
    volumes: [Double]? = nil
) -> MarketSeries {
    let step = strategy.need.interval.milliseconds
    let end = Int64(noon.timeIntervalSince1970) * 1000 / step * step
    let candles = closes.indices.map { index in
        let open = closes[max(0, index - 1)]
        let close = closes[index]
        return Candle(
            openMilliseconds: end - Int64(closes.count - index) * step,
            open: open,
            high: max(open, close) * (1 + wick),
            low: min(open, close) * (1 - wick),
            close: close,
            volume: volumes?[index] ?? 1000
        )
    }
    return MarketSeries(
        listing: Listing(symbol: symbol, exchange: "test", volume24hUSD: volume24hUSD),
        candles: candles
    )
}

/// Makes a copy of a series with altered candles.
func altered(_ series: MarketSeries, _ change: (inout [Candle]) -> Void) -> MarketSeries {
    var candles = series.candles
    change(&candles)
    return MarketSeries(listing: series.listing, candles: candles)
}

/// A deterministic pseudorandom sequence in −0.5..<0.5 (Lehmer's generator).
struct Noise {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed * 2 + 1
    }

    mutating func next() -> Double {
        state = state * 48_271 % 2_147_483_647
        return Double(state) / 2_147_483_647 - 0.5
    }
}

/// Makes a random walk with a drift; drift and move are fractions of the price.
func walk(count: Int, drift: Double = 0, move: Double = 0.02, seed: UInt64 = 1) -> [Double] {
    var noise = Noise(seed: seed)
    var price = 100.0
    return (0..<count).map { _ in
        price *= 1 + drift + move * (noise.next() + noise.next())
        return price
    }
}
