//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies
import Testing

@Suite struct FundingArbitrageTests {
    private let strategy = FundingArbitrageStrategy()

    private func findings(
        volume24hUSD: Double = 500_000_000,
        _ rates: (Double) -> [FundingRate]
    ) throws -> StrategyFindings {
        let prices = walk(count: 25, move: 0.01)
        let market = Market(
            series: [series(prices, for: strategy, volume24hUSD: volume24hUSD)],
            fundingRates: rates(prices[24])
        )
        return try strategy.findings(in: market, at: noon)
    }

    @Test func `the highest rate is sold against the lowest, net of fees`() throws {
        let findings = try findings {
            [.of(0.0001, on: "a", at: $0), .of(0.0012, on: "b", at: $0), .of(-0.0001, on: "c", at: $0)]
        }
        let found = try #require(findings.opportunities.first)
        #expect(found.metadata["short_exchange"] == .string("b"))
        #expect(found.metadata["long_exchange"] == .string("c"))
        #expect(found.exchange == "b")
        #expect(found.requiredCapitalUSD == 10_000)
        // Half of nine payments of 0.13 %, less 0.2 %.
        #expect((found.profitPotentialUSD - 5000 * (9 * 0.0013 / 2 - 0.002)).magnitude < 0.011)
    }

    /// The net has to be 0.05 %: half of nine payments of d less 0.2 %.
    @Test(arguments: [(0.000_556, 1), (0.000_555, 0), (0.0001, 0), (0, 0)])
    func `a difference has to cover the fees and a little more`(difference: Double, count: Int) throws {
        let findings = try findings { [.of(0.0001, on: "a", at: $0), .of(0.0001 + difference, on: "b", at: $0)] }
        #expect(findings.opportunities.count == count)
        #expect(findings.signals.total == 1)
    }

    @Test func `rates are compared by the hour`() throws {
        let same = try findings { [.of(0.0002, on: "a", every: 1, at: $0), .of(0.0016, on: "b", every: 8, at: $0)] }
        #expect(same.opportunities.isEmpty)
        let other = try findings { [.of(0.0002, on: "a", every: 1, at: $0), .of(0.0002, on: "b", every: 8, at: $0)] }
        #expect(other.opportunities.first?.exchange == "a")
    }

    @Test func `buying at the higher mark costs the distance, buying at the lower one adds nothing`() throws {
        let level = try findings { [.of(0.0001, on: "a", at: $0), .of(0.0013, on: "b", at: $0)] }
        let dear = try findings { [.of(0.0001, on: "a", at: $0 * 1.002), .of(0.0013, on: "b", at: $0)] }
        let cheap = try findings { [.of(0.0001, on: "a", at: $0 * 0.998), .of(0.0013, on: "b", at: $0)] }
        let profits = try [level, dear, cheap].map { try #require($0.opportunities.first).profitPotentialUSD }
        #expect((profits[0] - profits[1] - 10).magnitude < 0.02, "0.2 % of 5000")
        #expect(profits[2] == profits[0])
    }

    @Test func `one exchange alone is nothing to compare`() throws {
        let one = try findings { [.of(0.01, on: "a", at: $0)] }
        #expect(one.omitted.map(\.reason) == [.noQuotes])
        let twice = try findings { [.of(0.01, on: "a", at: $0), .of(0, on: "a", at: $0)] }
        #expect(twice.omitted.map(\.reason) == [.noQuotes], "the first of the two counts")
    }

    @Test func `a thin market bounds the legs`() throws {
        let thin = try findings(volume24hUSD: 100_000) { [.of(0, on: "a", at: $0), .of(0.002, on: "b", at: $0)] }
        #expect(try #require(thin.opportunities.first).requiredCapitalUSD == 200)
    }
}
