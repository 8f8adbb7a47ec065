//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies
import Testing

@Suite struct OptionsTradeTests {
    private let strategy = OptionsTradeStrategy()

    @Test(arguments: [(0.08, "sell"), (-0.08, "buy")], OptionQuote.Kind.allCases)
    func `an option off the surface is traded back to it`(wrong: (Double, String), kind: OptionQuote.Kind) throws {
        let market = optionMarket { days, strike, other in
            days == 30 && strike == 105 && other == kind ? wrong.0 : 0
        }
        let findings = try strategy.findings(in: market, at: noon)
        let found = try #require(findings.opportunities.first)
        #expect(findings.opportunities.count == 1)
        #expect(findings.signals.total == 36)
        #expect(found.symbol == "AAA-USDT")
        #expect(found.metadata["side"]?.text == wrong.1)
        #expect(found.metadata["contract"]?.text == "2026-03-04-105-\(kind.rawValue)")
        let delta = try #require(found.metadata["delta"]?.number)
        #expect(kind == .call ? (0.3...0.6).contains(delta) : (-0.7...(-0.4)).contains(delta))
        let implied = try #require(found.metadata["implied_volatility"]?.number)
        let surface = try #require(found.metadata["surface_volatility"]?.number)
        #expect((implied - surface - wrong.0).magnitude < 0.01)
        #expect(found.profitPotentialUSD > 0)
        #expect(found.requiredCapitalUSD <= 10_000)
        #expect(found.hasOnlyFiniteNumbers)
    }

    @Test func `a surface without a fault has nothing to trade, nor has one whose fault the spread covers`() throws {
        #expect(try strategy.findings(in: optionMarket(), at: noon).opportunities.isEmpty)
        let near = optionMarket { days, strike, _ in days == 30 && strike == 105 ? 0.005 : 0 }
        #expect(try strategy.findings(in: near, at: noon).opportunities.isEmpty)
    }

    @Test func `what the fees would eat is left alone`() throws {
        // Half a point beyond the spread is worth 6 cents, and the hedge alone costs 9.
        let small = optionMarket { days, strike, kind in days == 30 && strike == 105 && kind == .call ? 0.009 : 0 }
        let findings = try strategy.findings(in: small, at: noon)
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.veryStrong + findings.signals.strong >= 1)
    }
}
