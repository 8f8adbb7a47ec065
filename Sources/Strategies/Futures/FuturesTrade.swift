//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// A trend trade on one exchange's perpetual future: its size, costs and profit.
struct FuturesTrade {
    /// The entry, target and stop.
    let plan: TradePlan
    /// Its leverage and liquidation.
    let position: LeveragedPosition
    /// The funding rate that is paid or received.
    let funding: FundingRate
    /// The value of the position, in USD.
    let notionalUSD: Double
    /// The cost of the funding until the target, in USD; negative where it is received.
    let fundingUSD: Double
    /// The profit if the target is reached, in USD, net of costs.
    let profitUSD: Double

    /// The capital that the trade requires, in USD.
    var marginUSD: Double { notionalUSD / position.leverage }

    /// Plans a trade, or gives `nil` where costs leave too little profit, or less than a cent.
    ///
    /// - Parameters:
    ///   - trend: The direction and the size of the move.
    ///   - rates: The exchanges to choose from.
    ///   - volume24hUSD: The listing's volume of 24 hours.
    init?(along trend: FuturesTrend, at rates: [FundingRate], volume24hUSD: Double) {
        let side: TradePlan.Side = trend.score > 0 ? .buy : .sell
        // Of equal costs the first exchange is taken, since only a smaller one replaces it.
        let cheapest = rates.min { $0.hourly * side.sign < $1.hourly * side.sign }
        guard
            let cheapest,
            let plan = TradePlan(
                side: side,
                entry: cheapest.markPrice,
                stopDistance: 2 * trend.range * cheapest.markPrice,
                targetDistance: 4 * trend.range * cheapest.markPrice
            ),
            let position = LeveragedPosition(plan)
        else { return nil }
        let fundingShare = side.sign * cheapest.hourly * Self.hoursHeld
        let costs = Self.fees + fundingShare
        let stopFraction = 2 * trend.range
        let gain = 4 * trend.range - costs
        guard gain >= stopFraction + costs else { return nil }
        let liquid = volume24hUSD.isFinite ? volume24hUSD * Position.greatestShareOfVolume : 0
        let notional = min(Position.riskUSD / stopFraction, Position.accountUSD * position.leverage, liquid)
        guard notional.isFinite, notional * gain >= 0.01 else { return nil }
        self.plan = plan
        self.position = position
        funding = cheapest
        notionalUSD = notional
        fundingUSD = notional * fundingShare
        profitUSD = notional * gain
    }

    /// Makes the draft of the opportunity.
    func draft(on listing: Listing, trend: FuturesTrend, strength: Double) -> OpportunityDraft {
        OpportunityDraft(
            symbol: listing.symbol,
            exchange: funding.exchange,
            profitUSD: profitUSD,
            capitalUSD: marginUSD,
            strength: strength,
            // The risk is relative to the margin, so it grows with the leverage.
            risk: RiskLevel(dailyMove: trend.range * Self.candlesADay.squareRoot() * position.leverage),
            timeframe: "3-7d",
            entry: plan.entry,
            exit: plan.target,
            metadata: [
                "side": .string(plan.side.rawValue),
                "leverage": .number(position.leverage),
                "liquidation_price": .number(WireNumber.price(position.liquidationPrice)),
                "stop_price": .number(WireNumber.price(plan.stop)),
                "notional_usd": .number(WireNumber.cents(notionalUSD)),
                "funding_rate_percent": .number(WireNumber.score(funding.rate * 100)),
                "funding_interval_hours": .number(WireNumber.score(funding.intervalHours)),
                "funding_cost_usd": .number(WireNumber.cents(fundingUSD)),
                "trend_score": .number(WireNumber.score(trend.score)),
                "atr_percent": .number(WireNumber.score(trend.range * 100)),
                "interval": .string(CandleInterval.fourHours.rawValue),
            ]
        )
    }

    private static let fees = 0.001
    private static let hoursHeld = 120.0
    private static let candlesADay = 6.0
}
