//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies
import Testing

@Suite struct StatisticalArbitrageTests {
    private let strategy = StatisticalArbitrageStrategy()

    /// Makes walks with a common factor, and a last symbol that follows the factor up to a mean-reverting sequence.
    private func prices(share: Double = 0.7, end: Double) -> [[Double]] {
        let count = strategy.need.count
        let own = returning(count: count, share: share, move: 0.03, end: end, seed: 6)
        return commonWalks(count: 15, candleCount: count, factorMove: 0.016, seed: 4, deviations: own)
    }

    @Test(arguments: [(0.05, "sell"), (-0.05, "buy")])
    func `a symbol that has left its factors is traded back to them`(end: Double, side: String) throws {
        let findings = try strategy.findings(in: market(of: prices(end: end), for: strategy), at: noon)
        let found = try #require(findings.opportunities.first { $0.symbol == "S15-USDT" })
        #expect(found.metadata["side"]?.text == side)
        let score = try #require(found.metadata["s_score"]?.number)
        #expect(score.magnitude > 1.25)
        #expect((score > 0) == (side == "sell"))
        let entry = try #require(found.entryPrice)
        let exit = try #require(found.exitPrice)
        #expect(side == "sell" ? exit < entry : exit > entry)
        #expect(found.hasOnlyFiniteNumbers)
        #expect(findings.signals.total == 16)
        #expect(findings.opportunities.count <= 2)
    }

    @Test func `a symbol close to its factors is left alone`() throws {
        let findings = try strategy.findings(in: market(of: prices(end: 0.001), for: strategy), at: noon)
        #expect(!findings.opportunities.contains { $0.symbol == "S15-USDT" })
    }

    @Test func `a universe without factors is judged and found weak`() throws {
        let few = Array(prices(end: 0.05)[12...])
        let findings = try strategy.findings(in: market(of: few, for: strategy), at: noon)
        #expect(findings.signals.weak == 4)
        #expect(findings.opportunities.isEmpty)
        #expect(try strategy.findings(in: [], at: noon) == StrategyFindings())
    }

    @Test func `unsound and flat symbols do not disturb the others`() throws {
        let sound = market(of: prices(end: 0.05), for: strategy)
        let flat = series(Array(repeating: 5, count: strategy.need.count), for: strategy, symbol: "FLAT")
        let broken = altered(series(walk(count: strategy.need.count), for: strategy, symbol: "NAN")) {
            $0[9].close = .nan
        }
        let found = try strategy.findings(in: [broken] + sound + [flat], at: noon)
        #expect(found.opportunities == (try strategy.findings(in: sound, at: noon)).opportunities)
        #expect(found.omitted == [OmittedSymbol(symbol: "NAN", reason: .nonFinite)])
        #expect(found.signals.total == 17)
    }

    @Test func `walks with a common factor seldom look like opportunities`() throws {
        let columns = commonWalks(count: 100, candleCount: strategy.need.count, seed: 8)
        let findings = try strategy.findings(in: market(of: columns, for: strategy), at: noon)
        #expect(findings.signals.total == 100)
        // The documented rate is 0.2 %; the bound is some standard errors above it.
        #expect(findings.opportunities.count <= 3)
    }
}
