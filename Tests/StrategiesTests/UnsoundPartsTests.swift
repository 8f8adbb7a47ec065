//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies
import Testing

/// Unsound books, rates and candles, for the strategies that need more than candles.
@Suite struct UnsoundPartsTests {
    private static let strategies: [any Strategy] = [
        MarketMakingStrategy(), ScalpingStrategy(), FuturesTradeStrategy(), FundingArbitrageStrategy(),
    ]

    /// Makes a market of two symbols with all parts that the strategies need, the first of them altered.
    private func market(
        for strategy: any Strategy,
        candles: (inout [Candle]) -> Void = { _ in },
        book: (OrderBook) -> OrderBook? = { $0 },
        rate: (FundingRate) -> FundingRate? = { $0 }
    ) -> Market {
        let all = ["UNSOUND", "SOUND"].map { symbol in
            series(walk(count: strategy.need.count, move: 0.001), for: strategy, symbol: symbol)
        }
        let price = all[0].candles.last?.close ?? 0
        let books = ["UNSOUND", "SOUND"].map { OrderBook.around(price, symbol: $0, spread: 0.005) }
        let rates = ["UNSOUND", "SOUND"].flatMap { symbol in
            ["a", "b"].map { FundingRate.of(0.0001, symbol: symbol, on: $0, at: price) }
        }
        return Market(
            series: [altered(all[0], candles), all[1]],
            orderBooks: books.compactMap { $0.symbol == "UNSOUND" ? book($0) : $0 },
            fundingRates: rates.compactMap { $0.symbol == "UNSOUND" && $0.exchange == "b" ? rate($0) : $0 }
        )
    }

    private func expectOmitted(
        _ market: Market,
        by strategy: any Strategy,
        _ reason: OmissionReason,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let findings = try strategy.findings(in: market, at: noon)
        let expected = [OmittedSymbol(symbol: "UNSOUND", reason: reason)]
        #expect(findings.omitted == expected, "\(strategy.id)", sourceLocation: location)
        #expect(findings.signals.total == 1, "\(strategy.id)", sourceLocation: location)
    }

    @Test func `a symbol with unsound candles is omitted with the reason`() throws {
        let defects: [(OmissionReason, (inout [Candle]) -> Void)] = [
            (.tooFewCandles, { $0 = [] }), (.tooFewCandles, { $0.removeFirst() }),
            (.stale, { $0[$0.count - 1].openMilliseconds -= 86_400_000 }), (.gap, { $0[9] = $0[10] }),
            (.nonFinite, { $0[9].close = .nan }), (.inconsistent, { $0[9].low = 0 }),
            (.zeroVolume, { $0[9].volume = 0 }),
        ]
        for strategy in Self.strategies {
            for (reason, defect) in defects {
                try expectOmitted(market(for: strategy, candles: defect), by: strategy, reason)
            }
        }
    }

    @Test func `a symbol with an unsound book is omitted with the reason`() throws {
        let defects: [(OmissionReason, (OrderBook) -> OrderBook?)] = [
            (.noQuotes, { _ in nil }), (.noQuotes, { $0.with(bids: []) }), (.noQuotes, { $0.with(asks: []) }),
            (.noQuotes, { OrderBook(symbol: $0.symbol, exchange: "other", bids: $0.bids, asks: $0.asks) }),
            (.inconsistent, { $0.with(bids: $0.asks, asks: $0.bids) }),
            (.inconsistent, { $0.with(bids: $0.bids.reversed()) }),
            (.inconsistent, { $0.with(asks: [$0.asks[0], $0.asks[0]]) }),
            (.inconsistent, { $0.with(scale: 1.1) }),
            (.nonFinite, { $0.with(bids: [OrderBook.Level(price: .nan, quantity: 1)]) }),
            (.nonFinite, { $0.with(asks: [OrderBook.Level(price: 101, quantity: .infinity)]) }),
            (.zeroVolume, { $0.with(bids: [OrderBook.Level(price: $0.bids[0].price, quantity: 0)]) }),
            (.inconsistent, { $0.with(bids: [OrderBook.Level(price: -1, quantity: 1)]) }),
            (.inconsistent, { $0.with(bids: [OrderBook.Level(price: $0.bids[0].price, quantity: -1)]) }),
        ]
        for strategy in Self.strategies where strategy.parts.contains(.orderBooks) {
            for (reason, defect) in defects {
                try expectOmitted(market(for: strategy, book: defect), by: strategy, reason)
            }
        }
    }

    @Test func `a symbol with an unsound rate is omitted with the reason`() throws {
        let defects: [(OmissionReason, (FundingRate) -> FundingRate?)] = [
            (.nonFinite, { $0.with(rate: .nan) }), (.nonFinite, { $0.with(hours: .infinity) }),
            (.nonFinite, { $0.with(mark: .nan) }), (.inconsistent, { $0.with(rate: 0.06) }),
            (.inconsistent, { $0.with(hours: 0) }), (.inconsistent, { $0.with(hours: -8) }),
            (.inconsistent, { $0.with(mark: 0) }), (.inconsistent, { $0.with(mark: $0.markPrice * 1.06) }),
            (.inconsistent, { $0.with(mark: $0.markPrice * 1000) }),
        ]
        for strategy in Self.strategies where strategy.parts.contains(.fundingRates) {
            for (reason, defect) in defects {
                try expectOmitted(market(for: strategy, rate: defect), by: strategy, reason)
            }
        }
    }

    @Test func `without any book or rate, every symbol is omitted`() throws {
        for strategy in Self.strategies {
            let market = Market(series: market(for: strategy).series)
            let findings = try strategy.findings(in: market, at: noon)
            #expect(findings.omitted.map(\.reason) == [.noQuotes, .noQuotes])
            #expect(findings.signals.total == 0)
            #expect(try strategy.findings(in: Market(series: []), at: noon) == StrategyFindings())
        }
    }

    @Test(arguments: [1e-300, 1e-12, 1e12, 1e200, 1e306])
    func `prices of any size give finite numbers or none`(scale: Double) throws {
        for strategy in Self.strategies {
            for (seed, drift) in [(1, 0.01), (2, -0.01), (3, 0), (4, 0.0)] as [(UInt64, Double)] {
                let prices = walk(count: strategy.need.count, drift: drift, seed: seed).map { $0 / 100 * scale }
                let last = prices[prices.count - 1]
                let market = Market(
                    series: [series(prices, for: strategy)],
                    orderBooks: [.around(last, spread: 0.05, wanted: 150)],
                    fundingRates: [.of(-0.01, on: "a", at: last), .of(0.01, on: "b", at: last)]
                )
                let findings = try strategy.findings(in: market, at: noon)
                #expect(findings.signals.total + findings.omitted.count == 1)
                for found in findings.opportunities { #expect(found.hasOnlyFiniteNumbers) }
            }
        }
    }

    @Test func `prices that never move are judged, and no trend is seen in them`() throws {
        for strategy in Self.strategies {
            let flat = series(Array(repeating: 5, count: strategy.need.count), for: strategy, wick: 0)
            let market = Market(
                series: [flat],
                orderBooks: [.around(5, spread: 0.0001)],
                fundingRates: [.of(0, on: "a", at: 5), .of(0, on: "b", at: 5)]
            )
            let findings = try strategy.findings(in: market, at: noon)
            #expect(findings.signals.weak == 1)
            #expect(findings.opportunities.isEmpty)
        }
    }

    @Test(arguments: [0, -1, 1, Double.nan, .infinity])
    func `a listing without a usable volume gives no opportunity`(volume: Double) throws {
        for strategy in Self.strategies {
            let prices = walk(count: strategy.need.count, drift: 0.004, move: 0.01)
            let last = prices[prices.count - 1]
            let market = Market(
                series: [series(prices, for: strategy, volume24hUSD: volume)],
                orderBooks: [.around(last, spread: 0.05, wanted: 150)],
                fundingRates: [.of(-0.01, on: "a", at: last), .of(0.01, on: "b", at: last)]
            )
            #expect(try strategy.findings(in: market, at: noon).opportunities.isEmpty)
        }
    }
}

extension OrderBook {
    fileprivate func with(bids: [Level]? = nil, asks: [Level]? = nil, scale: Double = 1) -> OrderBook {
        let scaled: ([Level]) -> [Level] = { $0.map { Level(price: $0.price * scale, quantity: $0.quantity) } }
        return OrderBook(
            symbol: symbol,
            exchange: exchange,
            bids: scaled(bids ?? self.bids),
            asks: scaled(asks ?? self.asks)
        )
    }
}

extension FundingRate {
    fileprivate func with(rate: Double? = nil, hours: Double? = nil, mark: Double? = nil) -> FundingRate {
        FundingRate(
            symbol: symbol,
            exchange: exchange,
            rate: rate ?? self.rate,
            intervalHours: hours ?? intervalHours,
            markPrice: mark ?? markPrice,
            indexPrice: indexPrice
        )
    }
}
