//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies

/// Prices of symbols that share a common factor and otherwise walk at random: nothing about them returns.
func commonWalks(count: Int, candleCount: Int, seed: UInt64 = 1) -> [[Double]] {
    var noise = Noise(seed: seed)
    var prices = Array(repeating: 100.0, count: count)
    var columns = Array(repeating: [Double](), count: count)
    for _ in 0..<candleCount {
        let factor = noise.next() + noise.next()
        for symbol in 0..<count {
            prices[symbol] *= 1 + 0.008 * factor + 0.008 * (noise.next() + noise.next())
            columns[symbol].append(prices[symbol])
        }
    }
    return columns
}

/// A sequence that returns to zero, keeping a share of its value at each step, and that ends with a given value.
func returning(count: Int, share: Double, move: Double, end: Double, seed: UInt64) -> [Double] {
    var noise = Noise(seed: seed)
    var value = 0.0
    var values = (0..<count).map { _ in
        value = share * value + move * (noise.next() + noise.next())
        return value
    }
    values[count - 1] = end
    return values
}

/// The series of such prices, named by their number.
func market(of columns: [[Double]], for strategy: any Strategy) -> [MarketSeries] {
    columns.enumerated().map { number, closes in series(closes, for: strategy, symbol: "S\(number)-USDT") }
}
