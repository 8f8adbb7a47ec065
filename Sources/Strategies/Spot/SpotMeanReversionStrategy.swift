//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import MarketModel

/// Expects the price to return to its mean, on candles of one hour.
///
/// The z-score is the distance of the last close from its simple moving average of 20 candles, in standard deviations;
/// 2 are Bollinger's bands. Its magnitude has to be above 1, and the closes of all 120 candles have to be
/// mean-reverting: the statistic of the Dickey–Fuller test lies below −2.89, as it does for 5 % of random walks. The
/// strength is 2.5 · |z|, at most 10. The trade goes from the last close to the average, with a stop 2 average true
/// ranges of 14 candles away. Sources: John Bollinger, *Bollinger on Bollinger Bands*, 2001; Dickey and Fuller,
/// *Distribution of the Estimators for Autoregressive Time Series with a Unit Root*, 1979; Ernest Chan, *Algorithmic
/// Trading*, 2013 (half-life).
///
/// On pure random walks it reports 2.4 % of the symbols (20 000 walks).
package struct SpotMeanReversionStrategy: SymbolStrategy {
    package let id = "spot_mean_reversion"
    package let name = "Spot Mean Reversion"
    package let opportunityType = "mean_reversion"
    package let need = CandleNeed(interval: .oneHour, count: 120)
    let timeframe = "4-24h"

    /// Makes the strategy with its documented parameters.
    package init() {}

    func signal(in window: CandleWindow) -> SymbolSignal {
        let bands = Indicators.bollinger(window.closes)
        guard
            let close = window.closes.last,
            let score = Indicators.zScore(window.closes, period: 20).last,
            let upper = bands.upper.last,
            let middle = bands.middle.last,
            let lower = bands.lower.last,
            let range = Indicators.atr(highs: window.highs, lows: window.lows, closes: window.closes, period: 14).last
        else { return .none }
        // The test is undefined for constant prices.
        let test = Indicators.meanReversionTest(window.closes)
        let statistic = test?.statistic ?? 0
        let returns = statistic < Self.criticalStatistic
        return SymbolSignal(
            strength: min(10, 2.5 * score.magnitude),
            plan: returns && score.magnitude > Self.threshold
                ? TradePlan(
                    side: score > 0 ? .sell : .buy,
                    entry: close,
                    stopDistance: 2 * range,
                    targetDistance: (close - middle).magnitude
                ) : nil,
            dailyMove: range / close * Self.candlesADay.squareRoot(),
            indicators: [
                "z_score": score,
                "half_life_hours": test?.halfLife ?? 0,
                "dickey_fuller": statistic,
                "atr_percent": range / close * 100,
            ],
            prices: ["bollinger_upper": upper, "bollinger_middle": middle, "bollinger_lower": lower]
        )
    }

    private static let threshold = 1.0
    private static let candlesADay = 24.0
    private static let criticalStatistic = -2.89
}
