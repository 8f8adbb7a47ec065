//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies
import Testing

@Suite struct ScalpingTests {
    private let strategy = ScalpingStrategy()

    /// Makes a market of a quiet price that moves by the burst, a fraction, in each of the last five minutes, under a
    /// book that offers 50 at each level.
    private func market(
        burst: Double,
        wanted: Double = 150,
        wick: Double = 0.0005,
        spread: Double = 0.0002
    ) -> Market {
        var prices = walk(count: 56, move: 0.001, seed: 3)
        for _ in 0..<5 { prices.append(prices[prices.count - 1] * (1 + burst)) }
        return Market(
            series: [series(prices, for: strategy, wick: wick)],
            orderBooks: [.around(prices[60], spread: spread, wanted: wanted)]
        )
    }

    private func findings(_ market: Market) throws -> StrategyFindings {
        try strategy.findings(in: market, at: noon)
    }

    @Test func `a burst upwards that orders push is bought at the ask`() throws {
        let market = market(burst: 0.001)
        let found = try #require(try findings(market).opportunities.first)
        let entry = try #require(found.entryPrice)
        #expect(found.metadata["side"] == .string("buy"))
        #expect((entry / market.orderBooks[0].asks[0].price - 1).magnitude < 1e-7)
        #expect(try #require(found.exitPrice) > entry)
        #expect(try #require(found.metadata["stop_price"]?.number) < market.close)
        #expect(try #require(found.metadata["momentum"]?.number) > 2)
        #expect(found.metadata["book_imbalance"] == .number(0.5))
    }

    @Test func `a burst downwards that orders push is sold at the bid`() throws {
        let market = market(burst: -0.001, wanted: 20)
        let found = try #require(try findings(market).opportunities.first)
        let entry = try #require(found.entryPrice)
        #expect(found.metadata["side"] == .string("sell"))
        #expect((entry / market.orderBooks[0].bids[0].price - 1).magnitude < 1e-7)
        #expect(try #require(found.exitPrice) < entry)
    }

    @Test func `a burst against which the orders stand is not followed`() throws {
        #expect(try findings(market(burst: 0.001, wanted: 50)).opportunities.isEmpty, "balanced")
        #expect(try findings(market(burst: 0.001, wanted: 92)).opportunities.isEmpty, "a little less than 0.3")
        #expect(try findings(market(burst: 0.001, wanted: 94)).opportunities.count == 1, "a little more")
        #expect(try findings(market(burst: 0.001, wanted: 10)).opportunities.isEmpty, "against it")
    }

    @Test func `a burst that closes far from its extremes is not followed`() throws {
        #expect(try findings(market(burst: 0.001, wick: 0.005)).opportunities.isEmpty)
    }

    @Test func `a quiet price is not followed, whatever the book`() throws {
        let findings = try findings(market(burst: 0.0001))
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.total == 1)
    }

    @Test func `a move that does not cover spread and fees is not followed`() throws {
        #expect(try findings(market(burst: 0.001, spread: 0.01)).opportunities.isEmpty)
        var prices = walk(count: 56, move: 0.000_01, seed: 3)
        for _ in 0..<5 { prices.append(prices[prices.count - 1] * 1.000_05) }
        let market = Market(
            series: [series(prices, for: strategy, wick: 0.000_01)],
            orderBooks: [.around(prices[60], spread: 0.000_01, wanted: 150)]
        )
        #expect(try findings(market).opportunities.isEmpty)
        #expect(try findings(market).signals.weak == 0, "the signal itself is not a weak one")
    }

    /// The bound lies a few standard errors above the documented rate.
    @Test func `a random walk under a random book is seldom followed`() throws {
        let walks = try randomWalks(300, for: strategy.need)
        let findings = try findings(Market(series: walks, orderBooks: randomBooks(walks, seed: 7)))
        #expect(findings.signals.total == 300)
        #expect(findings.opportunities.count < 10)
    }
}

/// Makes books with a narrow spread whose quantities are drawn independently of the prices.
func randomBooks(_ walks: [MarketSeries], seed: UInt64) -> [OrderBook] {
    var noise = Noise(seed: seed)
    return walks.map {
        .around(
            $0.candles.last?.close ?? 0,
            symbol: $0.listing.symbol,
            spread: 0.0002,
            wanted: 60 + 100 * noise.next(),
            offered: 60 + 100 * noise.next()
        )
    }
}
