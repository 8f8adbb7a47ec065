//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// A trend trade on one exchange's perpetual future: its size, its costs and what is left.
struct FuturesTrade {
    /// Where to get in and out.
    let plan: TradePlan
    /// Its leverage and liquidation.
    let position: LeveragedPosition
    /// The rate that is paid or received.
    let funding: FundingRate
    /// What the position is worth, in USD.
    let notionalUSD: Double
    /// What the funding costs until the target, in USD; negative where it is received.
    let fundingUSD: Double
    /// What comes out beyond the margin if the target is reached, in USD.
    let profitUSD: Double

    /// What has to be put in, in USD.
    var marginUSD: Double { notionalUSD / position.leverage }

    /// Plans a trade, or nothing where the costs leave too little, or nothing worth a cent.
    ///
    /// - Parameters:
    ///   - trend: Which way, and how far the price moves.
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

    /// Describes the opportunity.
    func draft(on listing: Listing, trend: FuturesTrend, strength: Double) -> OpportunityDraft {
        OpportunityDraft(
            symbol: listing.symbol,
            exchange: funding.exchange,
            profitUSD: profitUSD,
            capitalUSD: marginUSD,
            strength: strength,
            // Of what was put in, a leveraged position moves as many times more.
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
