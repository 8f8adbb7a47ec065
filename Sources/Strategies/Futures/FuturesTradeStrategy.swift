//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

/// Follows trends of perpetual futures with leverage, on candles of four hours.
///
/// The trend is the move over 60 candles, ten days, divided by √60 standard deviations of the returns of one candle
/// over all 120; its magnitude has to be above 1.5, and the exponential averages of 20 and 50 candles have to lie in
/// the same order. The strength is 10 · (|trend| − 0.5) / 3, within 0…10. The entry is the mark price, with a stop at 2
/// and a target at 4 average true ranges of 14 candles, on the exchange whose funding costs that side least.
///
/// The size risks 100 USD at the stop, within the account of 10 000 USD times the leverage and 0.1 % of the volume of
/// 24 hours; the capital is the margin. The leverage leaves liquidation twice as far as the stop
/// (``LeveragedPosition``). The costs are 0.05 % taker fee each way and the funding of five days at the present rate:
/// the rate times the payments for a long position, the opposite for a short one. The target less the costs has to be
/// at least as much as the stop and the costs. Sources: Moskowitz, Ooi and Pedersen, *Time Series Momentum*, 2012; J.
/// Welles Wilder, *New Concepts in Technical Trading Systems*, 1978 (average true range).
///
/// On pure random walks without funding it reports 13 % of the symbols (20 000 walks): random walks have runs that
/// cannot be told from trends.
package struct FuturesTradeStrategy: Strategy {
    package let id = "futures_trade"
    package let name = "Futures Trend"
    package let opportunityType = "futures"
    package let need = CandleNeed(interval: .fourHours, count: 121)
    package let parts: Set<MarketPart> = [.fundingRates]
    package let judgesSymbolsAlone = true

    /// Makes the strategy with its documented parameters.
    package init() {}

    package func findings(in market: Market, at time: Date) throws -> StrategyFindings {
        try judgedWithRates(market, at: time) { window, rates, findings in
            let listing = window.listing
            let trend = FuturesTrend(in: window)
            let strength = trend.map { 10 * Self.trendRamp($0.score.magnitude) } ?? 0
            guard strength.isFinite else { return findings.omit(listing, .nonFinite) }
            findings.signals.count(strength: strength)
            guard
                let trend, trend.score.magnitude > Self.leastTrend, trend.isConfirmed,
                let trade = FuturesTrade(along: trend, at: rates, volume24hUSD: listing.volume24hUSD)
            else { return }
            let draft = trade.draft(on: listing, trend: trend, strength: strength)
            findings.opportunities.append(opportunity(draft, at: time))
        }
    }

    private static let leastTrend = 1.5
    private static let trendRamp = LinearRamp(lower: 0.5, upper: 3.5)
}

/// The trend as of the last candle.
struct FuturesTrend {
    /// The move in standard deviations, above zero for a rise.
    let score: Double
    /// A Boolean value that indicates whether the averages lie in the order of the move.
    let isConfirmed: Bool
    /// The average true range as a fraction of the price, above zero.
    let range: Double

    /// Measures a window, or gives `nil` where the price never moved.
    init?(in window: CandleWindow) {
        let closes = window.closes
        let deviation = Returns.deviation(Returns.simple(closes))
        guard
            deviation > 0, let close = closes.last, closes.count > Self.candles,
            let fast = Indicators.ema(closes, period: 20).last,
            let slow = Indicators.ema(closes, period: 50).last,
            let range = Indicators.atr(highs: window.highs, lows: window.lows, closes: closes, period: 14).last,
            range > 0
        else { return nil }
        let move = close / closes[closes.count - 1 - Self.candles] - 1
        score = move / (deviation * Double(Self.candles).squareRoot())
        isConfirmed = (fast - slow) * score > 0
        self.range = range / close
    }

    private static let candles = 60
}
