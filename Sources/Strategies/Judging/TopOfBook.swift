//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The first levels of an order book, checked.
///
/// Every price and quantity is finite and above zero, the levels are in order, the bids lie below the asks, and the
/// middle lies near the last trade price.
struct TopOfBook {
    /// The bids, the best price first.
    let bids: [OrderBook.Level]
    /// The asks, the best price first.
    let asks: [OrderBook.Level]
    /// The best bid.
    let bid: Double
    /// The best ask.
    let ask: Double

    /// The mid price, half-way between the best bid and the best ask.
    var middle: Double { bid + (ask - bid) / 2 }

    /// The distance from the best bid to the best ask, as a fraction of the middle.
    var spread: Double { (ask - bid) / middle }

    /// Checks a book and takes its first levels.
    ///
    /// - Parameters:
    ///   - book: The book, if there is one.
    ///   - close: The last trade price; a book further than 5 % from it is of another time or market.
    /// - Returns: The levels, at most ten on each side, or the reason why the book is unsound.
    static func check(_ book: OrderBook?, near close: Double) -> Checked<TopOfBook> {
        guard let book, let bid = book.bids.first, let ask = book.asks.first else { return .unsound(.noQuotes) }
        let bids = Array(book.bids.prefix(depth))
        let asks = Array(book.asks.prefix(depth))
        for level in bids + asks {
            guard (level.price + level.quantity).isFinite else { return .unsound(.nonFinite) }
            guard level.price > 0, level.quantity >= 0 else { return .unsound(.inconsistent) }
            guard level.quantity > 0 else { return .unsound(.zeroVolume) }
        }
        guard
            bid.price < ask.price,
            zip(bids, bids.dropFirst()).allSatisfy({ $0.price > $1.price }),
            zip(asks, asks.dropFirst()).allSatisfy({ $0.price < $1.price })
        else { return .unsound(.inconsistent) }
        let front = TopOfBook(bids: bids, asks: asks, bid: bid.price, ask: ask.price)
        guard (front.middle / close - 1).magnitude <= greatestDeviation else { return .unsound(.inconsistent) }
        return .sound(front)
    }

    /// The imbalance of bids and asks in the first levels, −1…1; above zero where bids prevail.
    ///
    /// (B − A) / (B + A) of the quantities of the first five levels. Source: Gould and Bonart, *Queue Imbalance as a
    /// One-Tick-Ahead Price Predictor in a Limit Order Book*, 2016.
    var imbalance: Double {
        let wanted = bids.prefix(Self.imbalanceDepth).reduce(0) { $0 + $1.quantity }
        let offered = asks.prefix(Self.imbalanceDepth).reduce(0) { $0 + $1.quantity }
        return (wanted - offered) / (wanted + offered)
    }

    /// The mean distance of orders behind the best prices, weighted by quantity, as a fraction of the middle.
    var meanDepth: Double {
        var distances = 0.0
        var quantities = 0.0
        for level in bids {
            distances += (bid - level.price) * level.quantity
            quantities += level.quantity
        }
        for level in asks {
            distances += (level.price - ask) * level.quantity
            quantities += level.quantity
        }
        return distances / quantities / middle
    }

    private static let depth = 10
    private static let imbalanceDepth = 5
    private static let greatestDeviation = 0.05
}

/// The order books of a market by symbol and exchange.
struct OrderBookIndex {
    private struct Key: Hashable {
        let symbol: String
        let exchange: String
    }

    private let books: [Key: OrderBook]

    /// Indexes the books; of two with the same listing the first one counts.
    init(_ books: [OrderBook]) {
        self.books = Dictionary(
            books.map { (Key(symbol: $0.symbol, exchange: $0.exchange), $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Finds the book of a listing.
    func book(of listing: Listing) -> OrderBook? {
        books[Key(symbol: listing.symbol, exchange: listing.exchange)]
    }
}
