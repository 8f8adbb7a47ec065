//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies

/// Makes prices of symbols that share a common factor and otherwise walk at random, without mean reversion.
///
/// If deviations are given, there is one more symbol, which deviates from the factor by these fractions.
func commonWalks(
    count: Int,
    candleCount: Int,
    factorMove: Double = 0.008,
    seed: UInt64 = 1,
    deviations: [Double]? = nil
) -> [[Double]] {
    var noise = Noise(seed: seed)
    var prices = Array(repeating: 100.0, count: count)
    var columns = Array(repeating: [Double](), count: count)
    var common = 100.0
    var followers: [Double] = []
    for index in 0..<candleCount {
        let factor = noise.next() + noise.next()
        common *= 1 + factorMove * factor
        if let deviations { followers.append(common * (1 + deviations[index])) }
        for symbol in 0..<count {
            prices[symbol] *= 1 + factorMove * factor + 0.008 * (noise.next() + noise.next())
            columns[symbol].append(prices[symbol])
        }
    }
    return deviations == nil ? columns : columns + [followers]
}

/// Makes a sequence that returns to zero, keeping a share of its value at each step, and that ends with a given value.
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

/// Makes the series of such prices, named by their number.
func market(of columns: [[Double]], for strategy: any Strategy) -> [MarketSeries] {
    columns.enumerated().map { number, closes in series(closes, for: strategy, symbol: "S\(number)-USDT") }
}
