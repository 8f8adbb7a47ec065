//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import MarketModel

/// Follows breakouts from a price range, on candles of one hour.
///
/// Resistance is the highest high and support the lowest low of the 48 candles before the break. A break is a close
/// beyond one of them within the last three candles, with at least 1.5 times the mean volume of the 20 candles before
/// it, and no close back inside since. The strength is 10 · (0.4 · reach + 0.4 · volume + 0.2 · tightness): how far
/// the last close is beyond the level, full at 1.5 average true ranges; the volume ratio, 0 at 1, full at 4; and how
/// narrow the range was, 0 at 12 average true ranges, full at 4. The target is the height of the range beyond the
/// level, at most 4 average true ranges; the stop is one average true range, of 14 candles before the break, inside
/// the level. Sources: Richard Donchian, *Donchian's 5- and 20-Day Moving Averages*, 1974 (the channel); Edwards and
/// Magee, *Technical Analysis of Stock Trends*, 1948 (volume, measured move).
///
/// A break that has run past its target is not reported. On pure random walks it reports 1.8 % of the symbols (20 000
/// walks with volumes that deviate by 40 %).
package struct SpotBreakoutStrategy: SymbolStrategy {
    package let id = "spot_breakout_strategy"
    package let name = "Spot Breakout"
    package let opportunityType = "breakout"
    package let need = CandleNeed(interval: .oneHour, count: 120)
    let timeframe = "1-3d"

    /// Makes the strategy with its documented parameters.
    package init() {}

    func signal(in window: CandleWindow) -> SymbolSignal {
        let count = window.closes.count
        let ranges = Indicators.atr(highs: window.highs, lows: window.lows, closes: window.closes, period: 14)
        let highs = Indicators.rollingMaximum(window.highs, period: Self.channelLength)
        let lows = Indicators.rollingMinimum(window.lows, period: Self.channelLength)
        let volumes = Indicators.sma(window.volumes, period: 20)
        for age in (0..<Self.greatestAge).reversed() {
            // All columns end with the last candle, so the candle before the break has the same offset from each end.
            let before = age + 2
            guard
                ranges.count >= before, highs.count >= before, lows.count >= before, volumes.count >= before,
                ranges[ranges.count - before] > 0
            else { continue }
            let channel = Channel(
                top: highs[highs.count - before],
                bottom: lows[lows.count - before],
                range: ranges[ranges.count - before]
            )
            let closes = window.closes[(count - age - 1)...]
            guard let side = channel.side(brokenBy: closes) else { continue }
            let volumeRatio = window.volumes[count - age - 1] / volumes[volumes.count - before]
            return signal(channel, side, close: window.closes[count - 1], volumeRatio: volumeRatio, age: age)
        }
        return .none
    }

    private func signal(
        _ channel: Channel,
        _ side: TradePlan.Side,
        close: Double,
        volumeRatio: Double,
        age: Int
    ) -> SymbolSignal {
        let level = side == .buy ? channel.top : channel.bottom
        let reach = (close - level).magnitude
        let height = channel.top - channel.bottom
        let strength =
            4 * Self.reachRamp(reach / channel.range)
            + 4 * Self.volumeRamp(volumeRatio)
            + 2 * (1 - Self.heightRamp(height / channel.range))
        return SymbolSignal(
            strength: strength,
            plan: volumeRatio >= Self.leastVolumeRatio
                ? TradePlan(
                    side: side,
                    entry: close,
                    stopDistance: reach + channel.range,
                    targetDistance: min(height, 4 * channel.range) - reach
                ) : nil,
            dailyMove: channel.range / close * Self.candlesADay.squareRoot(),
            indicators: [
                "volume_ratio": volumeRatio,
                "range_height_percent": height / close * 100,
                "candles_since_break": Double(age),
                "atr_percent": channel.range / close * 100,
            ],
            prices: ["level": level]
        )
    }

    private static let channelLength = 48
    private static let greatestAge = 3
    private static let leastVolumeRatio = 1.5
    private static let candlesADay = 24.0
    private static let reachRamp = LinearRamp(lower: 0, upper: 1.5)
    private static let volumeRamp = LinearRamp(lower: 1, upper: 4)
    private static let heightRamp = LinearRamp(lower: 4, upper: 12)
}

/// The price range before a break.
private struct Channel {
    /// The resistance.
    let top: Double
    /// The support.
    let bottom: Double
    /// The average true range at that time.
    let range: Double

    /// Finds the side on which a run of closes left the channel, if all of them lie beyond it.
    func side(brokenBy closes: ArraySlice<Double>) -> TradePlan.Side? {
        if closes.allSatisfy({ $0 > top }) { return .buy }
        if closes.allSatisfy({ $0 < bottom }) { return .sell }
        return nil
    }
}
