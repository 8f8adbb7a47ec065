//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies
import Testing

@Suite struct `A market that is divided` {
    private func market(_ symbols: [String]) -> Market {
        Market(
            series: symbols.map {
                MarketSeries(listing: Listing(symbol: $0, exchange: "test", volume24hUSD: 1), candles: [])
            },
            orderBooks: symbols.reversed().map { OrderBook(symbol: $0, exchange: "test", bids: [], asks: []) },
            fundingRates: ["a", "b"].flatMap { exchange in
                symbols.map {
                    FundingRate(symbol: $0, exchange: exchange, rate: 0, markPrice: 1, indexPrice: 1)
                }
            },
            optionChains: symbols.map {
                OptionChain(symbol: $0, exchange: "test", spot: 1, interestRate: 0, quotes: [])
            },
            portfolio: Portfolio(cashUSD: 5, holdings: [])
        )
    }

    @Test func `has every symbol once, in order, with all that belongs to it`() {
        let parts = market(["A", "B", "C", "D", "E"]).divided(by: 2)
        #expect(parts.map { $0.series.map(\.listing.symbol) } == [["A", "B"], ["C", "D"], ["E"]])
        #expect(parts.map { $0.orderBooks.map(\.symbol) } == [["A", "B"], ["C", "D"], ["E"]])
        #expect(parts.map { $0.optionChains.map(\.symbol) } == [["A", "B"], ["C", "D"], ["E"]])
        #expect(parts[1].fundingRates.map { $0.symbol + $0.exchange } == ["Ca", "Cb", "Da", "Db"])
        #expect(parts.allSatisfy { $0.portfolio?.cashUSD == 5 })
    }

    @Test func `stays whole when a symbol is listed twice, or is small enough`() {
        #expect(market(["A", "B", "A"]).divided(by: 1).count == 1)
        #expect(market(["A", "B"]).divided(by: 2).count == 1)
        #expect(market([]).divided(by: 2).count == 1)
    }
}
