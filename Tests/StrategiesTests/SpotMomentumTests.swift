//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies
import Testing

@Suite struct SpotMomentumTests {
    private let strategy = SpotMomentumStrategy()

    @Test func `a steady rise is bought`() throws {
        let prices = walk(count: 120, drift: 0.008, move: 0.01)
        let findings = try strategy.findings(in: [series(prices, for: strategy)], at: noon)
        let found = try #require(findings.opportunities.first)
        let close = try #require(prices.last)
        let entry = try #require(found.entryPrice)
        let exit = try #require(found.exitPrice)
        #expect(findings.opportunities.count == 1)
        #expect(findings.signals.total == 1)
        #expect(found.metadata["side"] == .string("buy"))
        #expect((entry - close).magnitude < 1e-4)
        #expect(exit > entry)
        #expect(try #require(found.metadata["stop_price"]?.number) < entry)
        #expect(try #require(found.signalStrength) > 2.5)
    }

    @Test func `a steady fall is sold, one level riskier than the same rise`() throws {
        let rise = walk(count: 120, drift: 0.008, move: 0.01)
        let fall = rise.map { 10_000 / $0 }
        let market = [series(rise, for: strategy, symbol: "UP"), series(fall, for: strategy, symbol: "DOWN")]
        let found = try strategy.findings(in: market, at: noon).opportunities
        try #require(found.map(\.symbol) == ["UP", "DOWN"])
        #expect(found[1].metadata["side"] == .string("sell"))
        let entry = try #require(found[1].entryPrice)
        #expect(try #require(found[1].exitPrice) < entry)
        #expect(found[1].riskLevel == found[0].riskLevel.raised)
    }

    @Test func `a stop of two and a target of three ranges are kept`() throws {
        let market = [series(walk(count: 120, drift: 0.008, move: 0.01), for: strategy)]
        let found = try #require(strategy.findings(in: market, at: noon).opportunities.first)
        let entry = try #require(found.entryPrice)
        let stop = try #require(found.metadata["stop_price"]?.number)
        let exit = try #require(found.exitPrice)
        #expect(((exit - entry) / (entry - stop) - 1.5).magnitude < 1e-4)
    }

    @Test func `prices that go nowhere are weak and not reported`() throws {
        let sideways = (0..<120).map { 100 + Double($0 % 2) }
        let findings = try strategy.findings(in: [series(sideways, for: strategy)], at: noon)
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.weak == 1)
        #expect(findings.omitted.isEmpty)
    }

    @Test func `a trend that turns is not reported`() throws {
        let prices = (0..<120).map { 100 + Double($0 < 110 ? $0 : 220 - $0) }
        let findings = try strategy.findings(in: [series(prices, for: strategy)], at: noon)
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.total == 1)
    }
}
