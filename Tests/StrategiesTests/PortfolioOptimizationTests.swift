//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies
import Testing

@Suite struct PortfolioOptimizationTests {
    private let strategy = PortfolioOptimizationStrategy()

    private func findings(_ market: Market) -> StrategyFindings {
        strategy.findings(in: market, at: noon)
    }

    @Test func `a portfolio of one wild holding and calm ones is balanced by risk`() throws {
        let market = Market.held(
            ["WILD": days(seed: 1, move: 0.2), "A": days(seed: 2, move: 0.03), "B": days(seed: 3, move: 0.03)],
            values: ["WILD": 8000, "A": 1000, "B": 1000]
        )
        let findings = findings(market)
        let found = try #require(findings.opportunities.first)
        #expect(findings.opportunities.count == 1)
        #expect(findings.signals.total == 1)
        #expect(found.symbol == "WILD")
        #expect(found.metadata["method"] == .string("risk_parity"))
        #expect(found.metadata["side"] == .string("sell"))
        #expect(found.metadata["weight_percent_WILD"] == .number(80))
        let weight = try #require(found.metadata["risk_parity_weight_percent_WILD"]?.number)
        #expect(weight < 20)
        #expect((found.requiredCapitalUSD - 10_000 * (0.8 - weight / 100)).magnitude < 0.1)
        #expect(found.profitPotentialUSD > 1)
        let metadata = found.metadata
        #expect(
            try #require(metadata["target_daily_volatility_percent"]?.number)
                < (try #require(metadata["daily_volatility_percent"]?.number)) / 2
        )
    }

    @Test func `a holding that rises steadily among falling ones is bought`() throws {
        let market = Market.held(
            [
                "UP": days(seed: 1, move: 0.04, drift: 0.01), "A": days(seed: 2, drift: -0.006),
                "B": days(seed: 3, drift: -0.006),
            ],
            values: ["UP": 1000, "A": 4500, "B": 4500]
        )
        let found = try #require(findings(market).opportunities.first)
        #expect(found.metadata["method"] == .string("mean_variance"))
        #expect(found.symbol == "UP")
        #expect(found.metadata["side"] == .string("buy"))
        #expect(try #require(found.metadata["mean_variance_weight_percent_UP"]?.number) > 80)
        #expect(try #require(found.metadata["mean_variance_statistic"]?.number) > 2)
    }

    @Test func `weights that are right already are left alone`() {
        let market = Market.held(
            ["WILD": days(seed: 1, move: 0.2), "A": days(seed: 2, move: 0.03), "B": days(seed: 3, move: 0.03)],
            values: ["WILD": 700, "A": 4650, "B": 4650]
        )
        let findings = findings(market)
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.total == 1)
    }

    @Test func `a gain that the days held out do not confirm is not reported`() {
        let rising = days(seed: 1, drift: 0.01)
        var turned = rising
        for day in 121..<181 { turned[day] /= 1.02.power(day - 120) }
        let portfolio: ([Double]) -> Market = {
            .held(["RISING": $0, "A": days(seed: 2)], values: ["RISING": 500, "A": 500])
        }
        let found = findings(portfolio(rising)).opportunities
        #expect(found.first?.metadata["method"] == .string("mean_variance"))
        let none = findings(portfolio(turned))
        #expect(none.opportunities.isEmpty)
        #expect(none.signals.total == 1)
    }

    @Test func `fewer than two holdings, or none that move, are nothing to weigh`() {
        let one = Market.held(["A": days(seed: 1), "B": days(seed: 2)], values: ["A": 100], cash: 100)
        #expect(findings(one) == StrategyFindings())
        let owed = Market.held(["A": days(seed: 1), "B": days(seed: 2)], values: ["A": 100, "B": -20])
        #expect(findings(owed) == StrategyFindings())
        let flat = Array(repeating: 5.0, count: 181)
        #expect(findings(.held(["A": flat, "B": flat], values: ["A": 1, "B": 1])) == StrategyFindings())
    }

    @Test func `twins can be weighed, however alike they are`() {
        let twins = Market.held(["A": days(seed: 1), "B": days(seed: 1)], values: ["A": 500, "B": 500])
        let findings = findings(twins)
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.total == 1)
    }

    /// The bound lies a few standard errors above the documented rate.
    @Test func `equal shares in walks that are alike are seldom changed`() {
        #expect(changedMixes(60) < 7)
    }
}

/// Counts the proposed changes for portfolios of equal shares in five independent walks of the same distribution.
func changedMixes(_ count: Int) -> Int {
    var changed = 0
    for number in 0..<count {
        let columns = (0..<5).map { days(seed: UInt64(number * 5 + $0 + 1)) }
        let market = Market.held(
            ["A": columns[0], "B": columns[1], "C": columns[2], "D": columns[3], "E": columns[4]],
            values: ["A": 2000, "B": 2000, "C": 2000, "D": 2000, "E": 2000]
        )
        if !PortfolioOptimizationStrategy().findings(in: market, at: noon).opportunities.isEmpty { changed += 1 }
    }
    return changed
}

extension Double {
    /// Raises this number to a whole power.
    fileprivate func power(_ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { product, _ in product * self }
    }
}
