//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The entry, target and stop of a trade.
struct TradePlan {
    /// The side of a trade.
    enum Side: String {
        /// A trade on a rising price.
        case buy
        /// A trade on a falling price.
        ///
        /// On a spot market it sells owned or borrowed units, so it counts as riskier by one level.
        case sell

        /// The direction of the expected move, 1 for upwards and −1 for downwards.
        var sign: Double { self == .buy ? 1 : -1 }
    }

    /// The side of the trade.
    let side: Side
    /// The entry price.
    let entry: Double
    /// The stop-loss price.
    let stop: Double
    /// The target price.
    let target: Double

    /// Plans a trade by distances from the entry, in the unit of the price.
    ///
    /// - Returns: `nil` where a price would not be finite and above zero, or a distance is not above zero.
    init?(side: Side, entry: Double, stopDistance: Double, targetDistance: Double) {
        let stop = entry - side.sign * stopDistance
        let target = entry + side.sign * targetDistance
        guard entry > 0, stop > 0, target > 0, stopDistance > 0, targetDistance > 0 else { return nil }
        guard entry.isFinite, stop.isFinite, target.isFinite else { return nil }
        self.side = side
        self.entry = entry
        self.stop = stop
        self.target = target
    }
}

/// The size of a planned trade and its profit.
///
/// The size risks a fixed amount: capital = 100 USD · entry / |entry − stop|, that is 1 % of an account of 10 000 USD.
/// It is bounded by that account and by 0.1 % of the symbol's volume of 24 hours, so that the trade itself does not
/// move the price. The profit is capital · |target − entry| / entry, less 0.2 % of the capital for entry and exit at
/// the usual taker fee of 0.1 %. Source: Van K. Tharp, *Trade Your Way to Financial Freedom*, 1998, for risking a fixed
/// fraction.
struct Position {
    /// The capital that the trade requires, in USD.
    let capitalUSD: Double
    /// The profit if the target is reached, in USD, net of costs.
    let profitUSD: Double

    /// Sizes a trade.
    ///
    /// - Returns: `nil` where the profit after costs is less than a cent.
    init?(_ plan: TradePlan, volume24hUSD: Double) {
        let stopFraction = (plan.entry - plan.stop).magnitude / plan.entry
        let targetFraction = (plan.target - plan.entry).magnitude / plan.entry
        let liquid = volume24hUSD.isFinite ? volume24hUSD * Self.greatestShareOfVolume : 0
        let capital = min(Self.riskUSD / stopFraction, Self.accountUSD, liquid)
        let profit = capital * (targetFraction - Self.costs)
        guard capital.isFinite, profit.isFinite, profit >= 0.01 else { return nil }
        capitalUSD = WireNumber.cents(capital)
        profitUSD = WireNumber.cents(profit)
    }

    /// The size of the account, in USD.
    static let accountUSD = 10_000.0
    /// The greatest loss of one trade, in USD.
    static let riskUSD = 100.0
    /// The greatest size of a trade, as a fraction of the symbol's volume of 24 hours.
    static let greatestShareOfVolume = 0.001
    private static let costs = 0.002
}
