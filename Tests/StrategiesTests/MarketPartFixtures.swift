//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies

extension OrderBook {
    /// Makes a book around a price: ten levels on each side, each a step behind the one before.
    ///
    /// Spread and step are fractions of the price; quantities are those of each level.
    static func around(
        _ price: Double,
        symbol: String = "AAA-USDT",
        spread: Double,
        step: Double = 0.0001,
        wanted: Double = 50,
        offered: Double = 50
    ) -> OrderBook {
        let distances = (0..<10).map { spread / 2 + Double($0) * step }
        return OrderBook(
            symbol: symbol,
            exchange: "test",
            bids: distances.map { Level(price: price * (1 - $0), quantity: wanted) },
            asks: distances.map { Level(price: price * (1 + $0), quantity: offered) }
        )
    }
}

extension FundingRate {
    /// Makes a rate with the same mark and index price.
    static func of(
        _ rate: Double,
        symbol: String = "AAA-USDT",
        on exchange: String = "test",
        every hours: Double = 8,
        at price: Double
    ) -> FundingRate {
        FundingRate(
            symbol: symbol,
            exchange: exchange,
            rate: rate,
            intervalHours: hours,
            markPrice: price,
            indexPrice: price
        )
    }
}

extension Market {
    /// The last close of the first series.
    var close: Double { series.first?.candles.last?.close ?? 0 }
}
