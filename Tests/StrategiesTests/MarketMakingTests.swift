//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies
import Testing

@Suite struct MarketMakingTests {
    private let strategy = MarketMakingStrategy()

    /// Makes a market of a price that moves by some 0.05 % a minute, under a book with a given spread.
    private func market(
        spread: Double,
        step: Double = 0.0001,
        move: Double = 0.001,
        last: Double = 1,
        held: Double? = nil
    ) -> Market {
        var prices = walk(count: 61, move: move, seed: 4)
        prices[60] *= last
        return Market(
            series: [series(prices, for: strategy)],
            orderBooks: [.around(prices[60], spread: spread, step: step)],
            portfolio: held.map {
                Portfolio(cashUSD: 0, holdings: [Portfolio.Holding(symbol: "AAA-USDT", quantity: $0)])
            }
        )
    }

    private func best(in market: Market) throws -> Opportunity? {
        try strategy.findings(in: market, at: noon).opportunities.first
    }

    @Test func `a wide spread is quoted at its best prices, net of fees`() throws {
        let market = market(spread: 0.005)
        let found = try #require(try best(in: market))
        let bid = try #require(found.entryPrice)
        let ask = try #require(found.exitPrice)
        #expect((bid / market.orderBooks[0].bids[0].price - 1).magnitude < 1e-7)
        #expect((ask / market.orderBooks[0].asks[0].price - 1).magnitude < 1e-7)
        #expect(found.requiredCapitalUSD == 2000)
        // Of 60 minutes at 100 · 1000, 1 % fills lots of 1000 on both sides more than twelve times, the limit.
        #expect(found.metadata["round_trips"] == .number(12))
        #expect((found.profitPotentialUSD - 12 * 1000 * 0.003).magnitude < 0.02)
    }

    @Test(arguments: [(0.0025, true), (0.002_49, false), (0.002, false), (0.0003, false)])
    func `a spread has to pay for fees and a little more`(spread: Double, isReported: Bool) throws {
        let market = market(spread: spread + 1e-9)
        #expect(try (best(in: market) != nil) == isReported)
        #expect(try strategy.findings(in: market, at: noon).signals.total == 1)
    }

    @Test func `a price that moves more, or a thinner book, asks for a wider spread`() throws {
        #expect(try best(in: market(spread: 0.005, move: 0.02)) == nil)
        #expect(try best(in: market(spread: 0.005, step: 0.0008)) == nil)
    }

    @Test func `a price that runs away is not quoted`() throws {
        for last in [1.02, 0.98] {
            let findings = try strategy.findings(in: market(spread: 0.02, last: last), at: noon)
            #expect(findings.opportunities.isEmpty)
            #expect(findings.signals.weak == 0, "the spread itself pays")
        }
    }

    @Test func `what is held moves both quotes down, and what is owed up, within the spread`() throws {
        let flat = try #require(try best(in: market(spread: 0.005)))
        let long = try #require(try best(in: market(spread: 0.005, held: 30)))
        let full = try #require(try best(in: market(spread: 0.005, held: 1e9)))
        let short = try #require(try best(in: market(spread: 0.005, held: -30)))
        let prices = try [full, long, flat, short].map { try #require($0.entryPrice) }
        #expect(prices == prices.sorted())
        #expect(Set(prices).count == 4)
        #expect(try #require(full.exitPrice) > market(spread: 0.005).close, "still above the middle")
        #expect(full.metadata["inventory_lots"] == .number(5))
        #expect(full.profitPotentialUSD == flat.profitPotentialUSD)
    }

    @Test func `a thin first level bounds the lot`() throws {
        let wide = market(spread: 0.005)
        let book = OrderBook.around(wide.close, spread: 0.005, wanted: 1)
        let found = try #require(try best(in: Market(series: wide.series, orderBooks: [book])))
        #expect((found.requiredCapitalUSD - 2 * wide.close).magnitude < 0.02)
    }

    @Test func `walks are quoted under a wide spread, but for those that run, and never under a narrow one`() throws {
        let walks = try randomWalks(100, for: strategy.need)
        let books = walks.map {
            OrderBook.around($0.candles.last?.close ?? 0, symbol: $0.listing.symbol, spread: 0.08)
        }
        let narrow = walks.map {
            OrderBook.around($0.candles.last?.close ?? 0, symbol: $0.listing.symbol, spread: 0.001)
        }
        let reported = try strategy.findings(in: Market(series: walks, orderBooks: books), at: noon).opportunities
        #expect(reported.count >= 85)
        let none = try strategy.findings(in: Market(series: walks, orderBooks: narrow), at: noon)
        #expect(none.opportunities.isEmpty)
        #expect(none.signals.total == 100)
    }
}
