//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies
import Testing

@Suite struct ComplexStrategyTests {
    private let strategy = ComplexStrategy()

    private func combination(_ kind: String, in market: Market) throws -> Opportunity? {
        let findings = try strategy.findings(in: market, at: noon)
        for found in findings.opportunities { #expect(found.hasOnlyFiniteNumbers) }
        return findings.opportunities.first { $0.metadata["combination"]?.text == kind }
    }

    @Test func `a cheap put and call are bought as a straddle, whose gain has no bound`() throws {
        let market = optionMarket { days, strike, _ in days == 60 && strike == 100 ? -0.06 : 0 }
        let found = try #require(try combination("straddle", in: market))
        #expect(found.metadata["legs"]?.text == "1 2026-04-03-100-call, 1 2026-04-03-100-put")
        #expect(found.metadata["max_gain_unlimited"] == .bool(true))
        #expect(found.metadata["max_gain_usd"] == nil)
        // The greatest loss is the cost of both, and a little less where the price ends away from the strike.
        #expect((found.requiredCapitalUSD - 1000).magnitude < 0.01)
        #expect(found.metadata["max_loss_usd"]?.number == 1000)
    }

    @Test func `a dear option is sold twice within a butterfly, whose gain is the width less the cost`() throws {
        let market = optionMarket { days, strike, kind in days == 30 && strike == 100 && kind == .call ? 0.05 : 0 }
        let found = try #require(try combination("butterfly", in: market))
        let legs = try #require(found.metadata["legs"]?.text)
        #expect(legs.contains("-2 2026-03-04-100-call"))
        let gain = try #require(found.metadata["max_gain_usd"]?.number)
        let loss = try #require(found.metadata["max_loss_usd"]?.number)
        #expect(gain > 0)
        #expect(loss <= 1000.01)
    }

    @Test func `dear options around the price are sold as an iron condor`() throws {
        let market = optionMarket { days, strike, kind in
            days == 30 && ((strike == 95 && kind == .put) || (strike == 110 && kind == .call)) ? 0.06 : 0
        }
        let found = try #require(try combination("iron_condor", in: market))
        #expect(found.metadata["side"]?.text == "credit")
        let legs = try #require(found.metadata["legs"]?.text)
        #expect(legs.contains("-1 2026-03-04-95-put"))
        #expect(legs.contains("-1 2026-03-04-110-call"))
        let gain = try #require(found.metadata["max_gain_usd"]?.number)
        let loss = try #require(found.metadata["max_loss_usd"]?.number)
        let units = try #require(found.metadata["units"]?.number)
        let strikes = legs.split(separator: ", ").compactMap { Double($0.split(separator: "-").dropLast().last ?? "") }
        try #require(strikes.count == 4)
        // Gain and loss add up to the wider of the two spreads.
        let width = max((strikes[0] - strikes[1]).magnitude, (strikes[2] - strikes[3]).magnitude)
        #expect(((gain + loss) / units - width).magnitude < 0.01)
    }

    @Test func `a dear near option and a cheap far one make a calendar`() throws {
        let market = optionMarket { days, strike, kind in
            strike == 100 && kind == .put ? (days == 30 ? 0.05 : -0.03) : 0
        }
        let found = try #require(try combination("calendar", in: market))
        #expect(found.metadata["legs"]?.text == "1 2026-04-03-100-put, -1 2026-03-04-100-put")
        let gain = try #require(found.metadata["max_gain_usd"]?.number)
        #expect(gain > 0)
        #expect(found.metadata["max_gain_unlimited"] == .bool(false))
    }

    @Test func `a surface without a fault, or with one that the spread covers, has no combination`() throws {
        let sound = try strategy.findings(in: optionMarket(), at: noon)
        #expect(sound.opportunities.isEmpty)
        #expect(sound.signals.total == 4)
        let near = optionMarket { days, strike, _ in days == 30 && strike == 100 ? 0.004 : 0 }
        #expect(try strategy.findings(in: near, at: noon).opportunities.isEmpty)
    }
}
