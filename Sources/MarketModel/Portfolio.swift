//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The holdings of a user and the strategies that the user runs.
package struct Portfolio: Sendable, Hashable, Codable {
    /// An amount of one asset.
    package struct Holding: Sendable, Hashable, Codable {
        /// Base and quote currency in upper case, such as `BTC-USDT`.
        package let symbol: String
        /// The quantity of the base currency; negative where it is owed.
        package let quantity: Double

        /// Makes a holding.
        package init(symbol: String, quantity: Double) {
            self.symbol = symbol
            self.quantity = quantity
        }
    }

    /// The uninvested cash, in USD.
    package let cashUSD: Double
    /// The holdings, each symbol at most once.
    package let holdings: [Holding]
    /// The ids of the strategies that the user runs, such as `spot_momentum_strategy`.
    package let strategies: [String]

    /// Makes a portfolio.
    package init(cashUSD: Double, holdings: [Holding], strategies: [String] = []) {
        self.cashUSD = cashUSD
        self.holdings = holdings
        self.strategies = strategies
    }

    private enum CodingKeys: String, CodingKey {
        case cashUSD = "cash_usd"
        case holdings
        case strategies
    }
}
