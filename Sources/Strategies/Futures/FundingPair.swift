//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The two exchanges between which the funding of a symbol differs most.
struct FundingPair {
    /// Where the future is bought: the lowest rate an hour.
    let long: FundingRate
    /// Where it is sold: the highest.
    let short: FundingRate

    /// Chooses the exchanges; of equal rates the first one is taken.
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

    /// What the funding of the time held is counted as, as a fraction of the value of a leg.
    var earned: Double { (short.hourly - long.hourly) * Self.hoursHeld * Self.countedShare }

    /// What getting in and out costs, fees and distance of the marks.
    var costs: Double { Self.fees + max(0, (long.markPrice - short.markPrice) / short.indexPrice) }

    /// What is left.
    var net: Double { earned - costs }

    /// How far the funding is above the costs, 0…10.
    var strength: Double { 10 * Self.ratioRamp(earned / costs) }

    /// Describes the opportunity, or nothing where it earns less than a cent.
    func draft(in window: CandleWindow) -> OpportunityDraft? {
        let listing = window.listing
        let liquid = listing.volume24hUSD.isFinite ? listing.volume24hUSD * Position.greatestShareOfVolume : 0
        let leg = min(Position.accountUSD / 2, liquid)
        guard leg * net >= 0.01 else { return nil }
        // Both legs together do not move with the price; what can go wrong is a leg that has to be given up.
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
    private static let ratioRamp = Ramp(lower: 0.5, upper: 4)
}
