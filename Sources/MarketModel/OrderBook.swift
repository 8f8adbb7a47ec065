//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The open orders of one symbol on one exchange, to the depth that the source provides.
package struct OrderBook: Sendable, Hashable {
    /// All open orders at one price.
    package struct Level: Sendable, Hashable {
        /// The price, in the quote currency.
        package var price: Double
        /// The quantity bid or offered, in the base currency.
        package var quantity: Double

        /// Makes a level from its values, which are not checked: strategies check them.
        package init(price: Double, quantity: Double) {
            self.price = price
            self.quantity = quantity
        }
    }

    /// Base and quote currency in upper case, such as `BTC-USDT`.
    package let symbol: String
    /// The exchange's name.
    package let exchange: String
    /// The bids, the best (highest) price first.
    package let bids: [Level]
    /// The asks, the best (lowest) price first.
    package let asks: [Level]

    /// Makes an order book.
    package init(symbol: String, exchange: String, bids: [Level], asks: [Level]) {
        self.symbol = symbol
        self.exchange = exchange
        self.bids = bids
        self.asks = asks
    }
}
