//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// A division of hourly candles into sixty candles of one minute that add up to the hour.
struct HourDivision {
    /// The random numbers of the asset's minutes.
    let random: CounterRandom
    /// The number of ticks in one unit of the quote currency.
    let ticksPerUnit: Double

    private static let count = 60

    /// Makes the minutes of an hour: they begin and end as it does, and one reaches its high, another its low.
    func minutes(of hour: Candle) -> [Candle] {
        let first = hour.openMilliseconds / CandleInterval.oneMinute.milliseconds
        let prices = prices(of: hour, first: first)
        let draw = random.bits(first &+ Int64(Self.count) &* 0x1_0000_0000)
        let topMinute = Int(draw % 60)
        let bottomMinute = (topMinute + 1 + Int((draw &>> 32) % 59)) % Self.count
        let weights = (0..<Self.count).map { 0.5 + random.stream(1).uniform(first + Int64($0)) }
        let volumePerWeight = hour.volume / weights.reduce(0, +)
        return (0..<Self.count).map { minute in
            let open = prices[minute]
            let close = prices[minute + 1]
            return Candle(
                openMilliseconds: (first + Int64(minute)) * CandleInterval.oneMinute.milliseconds,
                open: open,
                high: minute == topMinute ? hour.high : max(open, close),
                low: minute == bottomMinute ? hour.low : min(open, close),
                close: close,
                volume: weights[minute] * volumePerWeight
            )
        }
    }

    /// Computes a random walk from the hour's open to its close, clamped to its low and high.
    private func prices(of hour: Candle, first: Int64) -> [Double] {
        let move = (hour.high - hour.low) / 8
        var sums = [0.0]
        for minute in 0..<Self.count { sums.append(sums[minute] + move * random.normal(first + Int64(minute))) }
        let slope = (hour.close - hour.open - sums[Self.count]) / Double(Self.count)
        return sums.indices.map { index in
            if index == 0 { return hour.open }
            if index == Self.count { return hour.close }
            let price = hour.open + sums[index] + slope * Double(index)
            return min(hour.high, max(hour.low, (price * ticksPerUnit).rounded() / ticksPerUnit))
        }
    }
}
