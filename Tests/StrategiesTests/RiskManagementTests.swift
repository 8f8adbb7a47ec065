//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies
import Testing

@Suite struct RiskManagementTests {
    private let strategy = RiskManagementStrategy()

    private let calm: KeyValuePairs = [
        "A": days(seed: 1, move: 0.02), "B": days(seed: 2, move: 0.02), "C": days(seed: 3, move: 0.02),
        "D": days(seed: 4, move: 0.02),
    ]

    private func findings(_ market: Market) -> StrategyFindings {
        strategy.findings(in: market, at: noon)
    }

    @Test func `a holding of more than a quarter is to be reduced to a quarter, at no profit`() throws {
        let found = findings(.held(calm, values: ["A": 400, "B": 200], cash: 400)).opportunities
        try #require(found.map(\.symbol) == ["A"])
        #expect(found[0].profitPotentialUSD == 0)
        #expect(found[0].requiredCapitalUSD == 0)
        #expect(found[0].metadata["reason"] == .string("concentration"))
        #expect(found[0].metadata["side"] == .string("sell"))
        #expect(found[0].metadata["reduce_usd"] == .number(150))
        #expect(found[0].metadata["share_percent"] == .number(40))
        #expect(found[0].exitPrice != nil)
    }

    @Test func `holdings within both limits are judged and left alone`() {
        let findings = findings(.held(calm, values: ["A": 249, "B": 249, "C": 249, "D": 249], cash: 4))
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.total == 4)
    }

    @Test func `where a bad day costs too much, what contributes most is to be reduced until it does not`() throws {
        let wild: KeyValuePairs = [
            "A": days(seed: 1, move: 0.4), "B": days(seed: 2, move: 0.1), "C": days(seed: 3, move: 0.1),
            "D": days(seed: 4, move: 0.1),
        ]
        let values: KeyValuePairs = ["A": 240.0, "B": 240, "C": 240, "D": 240]
        let found = findings(.held(wild, values: values, cash: 40)).opportunities
        try #require(found.map(\.symbol) == ["A"])
        #expect(found[0].metadata["reason"] == .string("value_at_risk"))
        #expect(try #require(found[0].metadata["value_at_risk_percent"]?.number) > 5)
        #expect(try #require(found[0].metadata["risk_contribution_percent"]?.number) > 50)
        let reduced = try #require(found[0].metadata["reduce_usd"]?.number)
        #expect(reduced > 0 && reduced < 240)
        // The reduction suffices; a twentieth less would not.
        let after: (Double) -> Market = { reduction in
            .held(wild, values: ["A": 240 - reduction, "B": 240, "C": 240, "D": 240], cash: 40 + reduction)
        }
        #expect(findings(after(reduced)).opportunities.isEmpty)
        #expect(findings(after(reduced - 12)).opportunities.map(\.symbol) == ["A"])
    }

    @Test func `what is owed counts by its size and is bought back`() throws {
        let found = findings(.held(calm, values: ["A": -400, "B": 200], cash: 1200)).opportunities
        try #require(found.map(\.symbol) == ["A"])
        #expect(found[0].metadata["side"] == .string("buy"))
        #expect(found[0].metadata["reduce_usd"] == .number(150))
        #expect(found[0].metadata["share_percent"] == .number(-40))
    }

    @Test func `the figures are those of the mix of returns`() throws {
        let found = findings(.held(calm, values: ["A": 600, "B": 200], cash: 200)).opportunities
        let columns = calm.map { Returns.simple($0.value) }
        let risk = try #require(ValueAtRisk(of: (0..<180).map { 0.6 * columns[0][$0] + 0.2 * columns[1][$0] }))
        let metadata = try #require(found.first).metadata
        #expect(((metadata["value_at_risk_percent"]?.number ?? 0) - 100 * risk.historical).magnitude < 1e-3)
        #expect(((metadata["expected_shortfall_percent"]?.number ?? 0) - 100 * risk.expectedShortfall).magnitude < 1e-3)
        #expect(((metadata["herfindahl_index"]?.number ?? 0) - 0.625).magnitude < 1e-3)
    }

    /// The bound lies a few standard errors above the documented rate.
    @Test func `a portfolio that is within its limits is seldom reported`() {
        #expect(reportedMixes(100) < 6)
    }
}

/// Counts the reports for portfolios of five independent walks, each with a true value at risk of 4 %.
func reportedMixes(_ count: Int) -> Int {
    // The sum of two uniform numbers in −½…½ has a deviation of 0.4082; five fifths of such sums, one of 0.1826.
    let move = 0.04 / (1.6449 * 0.4082 / 5.0.squareRoot())
    var reported = 0
    for number in 0..<count {
        let columns = (0..<5).map { days(seed: UInt64(number * 5 + $0 + 1), move: move) }
        let market = Market.held(
            ["A": columns[0], "B": columns[1], "C": columns[2], "D": columns[3], "E": columns[4]],
            values: ["A": 20, "B": 20, "C": 20, "D": 20, "E": 20]
        )
        if !RiskManagementStrategy().findings(in: market, at: noon).opportunities.isEmpty { reported += 1 }
    }
    return reported
}
