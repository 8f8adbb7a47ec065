//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies
import Testing

@Suite struct HedgePositionTests {
    private let strategy = HedgePositionStrategy()
    private let big = days(seed: 1, move: 0.1, common: 0.98)
    private let twin = days(seed: 2, move: 0.05, common: 0.98)
    private let other = days(seed: 3, move: 0.05)

    private func price(_ column: [Double]) -> Double { column[column.count - 1] }

    private func market(
        held: Double = 5000,
        rates: [FundingRate] = [],
        quotes: [OptionQuote] = []
    ) -> Market {
        let spot = price(big)
        let chains = [OptionChain(symbol: "BIG", exchange: "options", spot: spot, interestRate: 0, quotes: quotes)]
        return .held(
            ["BIG": big, "TWIN": twin, "OTHER": other],
            values: ["BIG": held],
            cash: 10_000 - held,
            rates: rates,
            chains: quotes.isEmpty ? [] : chains
        )
    }

    private func findings(_ market: Market) -> StrategyFindings {
        strategy.findings(in: market, at: noon)
    }

    private func put(_ share: Double, ask: Double, days: Double = 30, kind: OptionQuote.Kind = .put) -> OptionQuote {
        OptionQuote(
            kind: kind,
            strike: share * price(big),
            expiryMilliseconds: Int64((noon.timeIntervalSince1970 + days * 86_400) * 1000),
            bid: ask * price(big),
            ask: ask * price(big)
        )
    }

    @Test func `a large position is hedged by its own future`() throws {
        let found = findings(market(rates: [.of(0.0001, symbol: "BIG", on: "x", at: price(big))])).opportunities
        try #require(found.count == 1)
        #expect(found[0].symbol == "BIG")
        #expect(found[0].exchange == "x")
        #expect(found[0].metadata["hedge"] == .string("direct"))
        #expect(found[0].metadata["side"] == .string("sell"))
        #expect(found[0].metadata["notional_usd"] == .number(5000))
        #expect(found[0].requiredCapitalUSD == 2500)
        // The hedge earns 0.11 %: 21 payments of 0.01 % less 0.1 % of fees.
        #expect((found[0].profitPotentialUSD - 5.5).magnitude < 0.011)
        #expect(found[0].metadata["removed_risk_usd"] == found[0].metadata["value_at_risk_usd"])
    }

    @Test func `the exchange is the one whose future costs least, and what costs earns nothing`() throws {
        let rates = [
            FundingRate.of(-0.0005, symbol: "BIG", on: "dear", at: price(big)),
            .of(-0.0001, symbol: "BIG", on: "cheap", at: price(big)),
        ]
        let found = try #require(findings(market(rates: rates)).opportunities.first)
        #expect(found.exchange == "cheap")
        #expect(found.profitPotentialUSD == 0)
        #expect((try #require(found.metadata["cost_usd"]?.number) - 5000 * 0.0031).magnitude < 0.011)
    }

    @Test func `what is owed is hedged by buying`() throws {
        let rates = [FundingRate.of(0, symbol: "BIG", on: "x", at: price(big))]
        let market = Market.held(["BIG": big], values: ["BIG": -3000], cash: 10_000, rates: rates)
        let found = try #require(findings(market).opportunities.first)
        #expect(found.metadata["side"] == .string("buy"))
    }

    @Test func `a future that moves alike hedges by its ratio, where it is cheaper or there is no other`() throws {
        let rates = [FundingRate.of(0.0001, symbol: "TWIN", on: "x", at: price(twin))]
        let found = try #require(findings(market(rates: rates)).opportunities.first)
        #expect(found.metadata["hedge"] == .string("correlated"))
        #expect(found.metadata["instrument"] == .string("TWIN"))
        #expect(found.symbol == "BIG")
        #expect(try #require(found.metadata["correlation"]?.number) > 0.9)
        let ratio = try #require(found.metadata["hedge_ratio"]?.number)
        #expect(ratio > 1.5 && ratio < 2.5, "the position moves twice as far")
        #expect((try #require(found.metadata["notional_usd"]?.number) - 5000 * ratio).magnitude < 0.5)
        let dear = rates + [.of(-0.005, symbol: "BIG", on: "x", at: price(big))]
        #expect(findings(market(rates: dear)).opportunities.first?.metadata["hedge"] == .string("correlated"))
        let both = rates + [.of(0.0001, symbol: "BIG", on: "x", at: price(big))]
        let cheapest = try #require(findings(market(rates: both)).opportunities.first)
        #expect(cheapest.metadata["hedge"] == .string("correlated"), "twice the value earns twice the funding")
    }

    @Test func `a future that moves on its own is no hedge`() {
        let findings = findings(market(rates: [.of(0.001, symbol: "OTHER", on: "x", at: price(other))]))
        #expect(findings.opportunities.isEmpty)
        #expect(findings.omitted == [OmittedSymbol(symbol: "BIG", reason: .noQuotes)])
        #expect(findings.signals.total == 1)
    }

    @Test func `a put is bought at its ask where funding makes the future dearer`() throws {
        let rates = [FundingRate.of(-0.005, symbol: "BIG", on: "x", at: price(big))]
        let found = try #require(findings(market(rates: rates, quotes: [put(0.99, ask: 0.03)])).opportunities.first)
        #expect(found.metadata["hedge"] == .string("option"))
        #expect(found.metadata["option"] == .string("put"))
        #expect(found.exchange == "options")
        #expect(found.requiredCapitalUSD == 150)
        // The cost is the part 1 − √(23 / 30) of 150 dollars, and 0.03 % of 5000.
        let cost = try #require(found.metadata["cost_usd"]?.number)
        #expect((cost - (150 * (1 - (23.0 / 30).squareRoot()) + 1.5)).magnitude < 0.011)
    }

    @Test func `of puts the one with the least cost for the risk it removes is bought`() throws {
        let quotes = [put(1, ask: 0.06), put(0.98, ask: 0.03), put(0.97, ask: 0.029)]
        let found = try #require(findings(market(quotes: quotes)).opportunities.first)
        let strike = try #require(found.metadata["strike"]?.number)
        #expect((strike / price(big) - 0.98).magnitude < 1e-6)
    }

    @Test func `options that expire too soon or too late, lie too far or are calls are no hedge`() {
        for quote in [
            put(0.99, ask: 0.01, days: 6.9), put(0.99, ask: 0.01, days: 61), put(0.84, ask: 0.001),
            put(1.01, ask: 0.01), put(0.99, ask: 0.01, kind: .call), put(0.99, ask: 0), put(0.99, ask: .nan),
            put(0.99, ask: .infinity), put(.nan, ask: 0.01),
        ] {
            let findings = findings(market(quotes: [quote]))
            #expect(findings.opportunities.isEmpty)
            #expect(findings.omitted.map(\.reason) == [.noQuotes])
        }
    }

    @Test func `calls hedge what is owed`() throws {
        let chain = OptionChain(
            symbol: "BIG",
            exchange: "options",
            spot: price(big),
            interestRate: 0,
            quotes: [put(1.01, ask: 0.01, kind: .call)]
        )
        let market = Market.held(["BIG": big], values: ["BIG": -5000], cash: 15_000, chains: [chain])
        let found = try #require(findings(market).opportunities.first)
        #expect(found.metadata["option"] == .string("call"))
    }

    @Test func `a position that risks little of what the user owns is not hedged`() {
        let findings = findings(market(held: 500, rates: [.of(0.0001, symbol: "BIG", on: "x", at: price(big))]))
        #expect(findings.opportunities.isEmpty)
        #expect(findings.omitted.isEmpty)
        #expect(findings.signals.weak == 1)
    }

    @Test func `the three largest positions are looked at`() {
        let market = Market.held(
            ["A": days(seed: 1), "B": days(seed: 2), "C": days(seed: 3), "D": days(seed: 4)],
            values: ["A": 1000, "B": 4000, "C": 3000, "D": 2000]
        )
        #expect(findings(market).signals.total == 3)
    }

    /// Each of many independent walks would hedge another, were they mistaken for correlated.
    @Test func `walks that are independent do not hedge each other`() {
        let columns = (1...60).map { days(seed: UInt64($0)) }
        let market = Market(
            series: columns.indices.map { series(columns[$0], for: strategy, symbol: "W\($0)") },
            fundingRates: columns.indices.dropFirst().map {
                .of(0.001, symbol: "W\($0)", on: "x", at: columns[$0][180])
            },
            portfolio: Portfolio(cashUSD: 0, holdings: [Portfolio.Holding(symbol: "W0", quantity: 1)])
        )
        #expect(findings(market).opportunities.isEmpty)
    }
}
