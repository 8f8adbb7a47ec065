//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Testing

@testable import Strategies

@Suite struct FuturesTradeTests {
    private let strategy = FuturesTradeStrategy()

    private func market(drift: Double, _ rates: (Double) -> [FundingRate]) -> Market {
        let prices = walk(count: 121, drift: drift, move: 0.01)
        return Market(series: [series(prices, for: strategy)], fundingRates: rates(prices[120]))
    }

    private func best(in market: Market) throws -> Opportunity? {
        try strategy.findings(in: market, at: noon).opportunities.first
    }

    @Test func `a rise is bought with leverage, and liquidation lies twice as far as the stop`() throws {
        let found = try #require(try best(in: market(drift: 0.004) { [.of(0, at: $0)] }))
        let entry = try #require(found.entryPrice)
        let stop = try #require(found.metadata["stop_price"]?.number)
        let liquidation = try #require(found.metadata["liquidation_price"]?.number)
        let leverage = try #require(found.metadata["leverage"]?.number)
        let notional = try #require(found.metadata["notional_usd"]?.number)
        #expect(found.metadata["side"] == .string("buy"))
        #expect(leverage > 1 && leverage <= 10)
        #expect(entry - liquidation >= 2 * (entry - stop))
        #expect((liquidation / (entry * (1 - 1 / leverage) / 0.99) - 1).magnitude < 1e-6)
        #expect((found.requiredCapitalUSD - notional / leverage).magnitude < 0.01)
        #expect((notional * (entry - stop) / entry - 100).magnitude < 0.01, "a hundred dollars at the stop")
        let gain = notional * ((try #require(found.exitPrice) - entry) / entry - 0.001)
        #expect((found.profitPotentialUSD - gain).magnitude < 0.05)
    }

    @Test func `a fall is sold`() throws {
        let found = try #require(try best(in: market(drift: -0.004) { [.of(0, at: $0)] }))
        let entry = try #require(found.entryPrice)
        #expect(found.metadata["side"] == .string("sell"))
        #expect(try #require(found.metadata["stop_price"]?.number) > entry)
        #expect(try #require(found.metadata["liquidation_price"]?.number) > entry)
    }

    @Test func `funding is paid by who is long and earned by who is short`() throws {
        let rise = try #require(try best(in: market(drift: 0.004) { [.of(0.0002, at: $0)] }))
        let notional = try #require(rise.metadata["notional_usd"]?.number)
        let cost = try #require(rise.metadata["funding_cost_usd"]?.number)
        #expect((cost - notional * 0.0002 * 15).magnitude < 0.02, "fifteen payments in five days")
        let fall = try #require(try best(in: market(drift: -0.004) { [.of(0.0002, at: $0)] }))
        #expect(try #require(fall.metadata["funding_cost_usd"]?.number) < 0)
    }

    @Test func `the exchange is the one whose funding costs least by the hour`() throws {
        let rates: (Double) -> [FundingRate] = {
            [
                .of(0.000_02, on: "dear", every: 1, at: $0), .of(0.000_08, on: "cheap", at: $0),
                .of(0.000_08, on: "last", at: $0),
            ]
        }
        #expect(try #require(try best(in: market(drift: 0.004, rates))).exchange == "cheap")
        #expect(try #require(try best(in: market(drift: -0.004, rates))).exchange == "dear")
    }

    @Test func `funding that eats up the target is not paid`() throws {
        #expect(try best(in: market(drift: 0.004) { [.of(0.003, at: $0)] }) == nil)
        #expect(try best(in: market(drift: -0.004) { [.of(0.003, at: $0)] }) != nil)
    }

    @Test func `a price that goes nowhere, and a trend that turned, are not followed`() throws {
        let sideways = (0..<121).map { 100 + Double($0 % 2) }
        let turned = (0..<121).map { (day: Int) -> Double in 100 + Double(day < 105 ? day : 105 - 4 * (day - 105)) }
        for prices in [sideways, turned] {
            let rates = [FundingRate.of(0, at: prices[120])]
            let market = Market(series: [series(prices, for: strategy)], fundingRates: rates)
            let findings = try strategy.findings(in: market, at: noon)
            #expect(findings.opportunities.isEmpty)
            #expect(findings.signals.total == 1)
        }
    }

    @Test(arguments: [(10.0, TradePlan.Side.buy, 90.909_090_9), (10, .sell, 108.910_891_1), (1, .buy, 0)])
    func `liquidation is where the margin is down to what has to be maintained`(
        leverage: Double,
        side: TradePlan.Side,
        price: Double
    ) throws {
        let found = LeveragedPosition.liquidationPrice(of: side, entry: 100, leverage: leverage)
        #expect((found - price).magnitude < 1e-6)
        // At the liquidation price, the remaining margin is 1 % of the value.
        #expect((100 / leverage + side.sign * (found - 100) - 0.01 * found).magnitude < 1e-9)
    }

    /// The bound lies a few standard errors above the documented rate.
    @Test func `a random walk is seldom followed`() throws {
        let walks = try randomWalks(300, for: strategy.need)
        let rates = walks.map { FundingRate.of(0, symbol: $0.listing.symbol, at: $0.candles.last?.close ?? 0) }
        let findings = try strategy.findings(in: Market(series: walks, fundingRates: rates), at: noon)
        #expect(findings.signals.total == 300)
        #expect(findings.opportunities.count < 60)
    }
}
