//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A position in a linear perpetual future on isolated margin.
///
/// With the leverage L, the margin is 1/L of the value. It is down to the maintenance margin of 1 % of the value when
/// the price is at entry · (1 − 1/L) / (1 − 0.01) for a long position and at entry · (1 + 1/L) / (1 + 0.01) for a short
/// one: there the exchange liquidates. The leverage is the largest whole number, up to 10, that leaves liquidation at
/// least twice as far from the entry as the stop. Source: John C. Hull, *Options, Futures, and Other Derivatives*
/// (margin accounts); exchanges publish the formula for one position without other collateral.
struct LeveragedPosition {
    /// The value of the position, in multiples of the margin.
    let leverage: Double
    /// The price at which the exchange closes the position.
    let liquidationPrice: Double

    /// Chooses the leverage for a plan.
    ///
    /// - Returns: `nil` where liquidation is too near even without leverage.
    init?(_ plan: TradePlan) {
        for leverage in stride(from: Self.greatestLeverage, through: 1, by: -1) {
            let liquidation = Self.liquidationPrice(of: plan.side, entry: plan.entry, leverage: leverage)
            let room = (plan.entry - liquidation) * plan.side.sign
            if room >= 2 * (plan.entry - plan.stop).magnitude {
                self.leverage = leverage
                liquidationPrice = liquidation
                return
            }
        }
        return nil
    }

    /// Computes the price at which the margin is down to the maintenance margin.
    static func liquidationPrice(of side: TradePlan.Side, entry: Double, leverage: Double) -> Double {
        entry * (1 - side.sign / leverage) / (1 - side.sign * maintenanceMargin)
    }

    private static let greatestLeverage = 10.0
    private static let maintenanceMargin = 0.01
}
