//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The two exchanges with the greatest difference of a symbol's funding rates.
struct FundingPair {
    /// The exchange with the lowest rate an hour, on which the future is bought.
    let long: FundingRate
    /// The exchange with the highest rate an hour, on which it is sold.
    let short: FundingRate

    /// Chooses the exchanges, and of equal rates the first one.
    ///
    /// - Returns: `nil` for fewer than two exchanges.
    init?(among rates: [FundingRate]) {
        guard rates.count > 1, var long = rates.first, var short = rates.first else { return nil }
        for rate in rates.dropFirst() {
            if rate.hourly < long.hourly { long = rate }
            if rate.hourly > short.hourly { short = rate }
        }
        self.long = long
        self.short = short
    }

    /// The funding that is counted for the holding time, as a fraction of the value of a leg.
    var earned: Double { (short.hourly - long.hourly) * Self.hoursHeld * Self.countedShare }

    /// The costs of entry and exit: the fees and the distance of the marks, as a fraction of the value of a leg.
    var costs: Double { Self.fees + max(0, (long.markPrice - short.markPrice) / short.indexPrice) }

    /// The funding after costs.
    var net: Double { earned - costs }

    /// The strength of the signal, which grows with the ratio of funding to costs, 0…10.
    var strength: Double { 10 * Self.ratioRamp(earned / costs) }

    /// Makes the draft of the opportunity, or `nil` where it earns less than a cent.
    func draft(in window: CandleWindow) -> OpportunityDraft? {
        let listing = window.listing
        let liquid = listing.volume24hUSD.isFinite ? listing.volume24hUSD * Position.greatestShareOfVolume : 0
        let leg = min(Position.accountUSD / 2, liquid)
        guard leg * net >= 0.01 else { return nil }
        // Both legs together do not move with the price; the risk is that one leg has to be closed.
        let move = Returns.deviation(Returns.simple(window.closes)) * Self.hoursADay.squareRoot() / 2
        return OpportunityDraft(
            symbol: listing.symbol,
            exchange: short.exchange,
            profitUSD: leg * net,
            capitalUSD: 2 * leg,
            strength: strength,
            risk: RiskLevel(dailyMove: move),
            timeframe: "3d",
            entry: short.markPrice,
            exit: nil,
            metadata: [
                "short_exchange": .string(short.exchange),
                "long_exchange": .string(long.exchange),
                "short_rate_percent": .number(WireNumber.score(short.rate * 100)),
                "long_rate_percent": .number(WireNumber.score(long.rate * 100)),
                "short_interval_hours": .number(WireNumber.score(short.intervalHours)),
                "long_interval_hours": .number(WireNumber.score(long.intervalHours)),
                "short_mark_price": .number(WireNumber.price(short.markPrice)),
                "long_mark_price": .number(WireNumber.price(long.markPrice)),
                "difference_percent_a_day": .number(
                    WireNumber.score((short.hourly - long.hourly) * Self.hoursADay * 100)
                ),
                "costs_percent": .number(WireNumber.score(costs * 100)),
                "net_percent": .number(WireNumber.score(net * 100)),
            ]
        )
    }

    private static let hoursHeld = 72.0
    private static let hoursADay = 24.0
    private static let countedShare = 0.5
    private static let fees = 0.002
    private static let ratioRamp = LinearRamp(lower: 0.5, upper: 4)
}
