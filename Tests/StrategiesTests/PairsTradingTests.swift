//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies
import Testing

@Suite struct PairsTradingTests {
    private let strategy = PairsTradingStrategy()

    /// Makes walks with a common factor, and a last one that follows 0.8 times the logarithm of the first.
    private func prices(share: Double = 0.8, end: Double) throws -> [[Double]] {
        var columns = commonWalks(count: 8, candleCount: strategy.need.count)
        let spread = returning(count: strategy.need.count, share: share, move: 0.01, end: end, seed: 3)
        columns.append(zip(columns[0], spread).map { 3 * pow($0, 0.8) * (1 + $1) })
        return columns
    }

    /// Computes a power by roots and products: exact enough, and without the platform's library.
    private func pow(_ value: Double, _ exponent: Double) -> Double {
        precondition(exponent == 0.8)
        var root = value
        for _ in 0..<60 { root -= (root * root * root * root * root - value) / (5 * root * root * root * root) }
        return root * root * root * root
    }

    @Test(arguments: [(0.018, "sell"), (-0.018, "buy")])
    func `a pair that has come apart is traded back together`(end: Double, side: String) throws {
        let findings = try strategy.findings(in: market(of: try prices(end: end), for: strategy), at: noon)
        let found = try #require(findings.opportunities.first)
        #expect(findings.opportunities.count == 1)
        #expect(found.symbol == "S8-S0")
        #expect(found.opportunityType == "pairs_trading")
        #expect(found.metadata["side"]?.text == side)
        let ratio = try #require(found.metadata["hedge_ratio"]?.number)
        #expect((ratio - 0.8).magnitude < 0.08)
        let halfLife = try #require(found.metadata["half_life_hours"]?.number)
        #expect((1...6).contains(halfLife))
        let entry = try #require(found.entryPrice)
        let exit = try #require(found.exitPrice)
        #expect(side == "sell" ? exit < entry : exit > entry)
        #expect(found.profitPotentialUSD > 0)
        #expect(found.hasOnlyFiniteNumbers)
    }

    @Test func `a pair within its band, or beyond hope, is left alone`() throws {
        for end in [0.006, -0.006, 0.09] {
            let findings = try strategy.findings(in: market(of: try prices(end: end), for: strategy), at: noon)
            #expect(findings.opportunities.isEmpty, "\(end)")
            #expect(findings.signals.total > 0)
        }
    }

    @Test func `a pair that does not return is left alone`() throws {
        let findings = try strategy.findings(in: market(of: try prices(share: 1, end: 0.3), for: strategy), at: noon)
        #expect(findings.opportunities.isEmpty)
    }

    @Test func `unsound, flat and doubled symbols do not disturb the pair`() throws {
        let sound = market(of: try prices(end: 0.018), for: strategy)
        let flat = series(Array(repeating: 5, count: strategy.need.count), for: strategy, symbol: "FLAT")
        let short = altered(sound[1]) { $0.removeFirst() }
        let expected = try strategy.findings(in: sound, at: noon)
        let found = try strategy.findings(in: sound + [flat, short], at: noon)
        #expect(found.opportunities == expected.opportunities)
        #expect(found.omitted == [OmittedSymbol(symbol: short.listing.symbol, reason: .duplicate)])
        let alone = try strategy.findings(in: [sound[0], flat], at: noon)
        #expect(alone.opportunities.isEmpty)
        let copies = [sound[0], series(sound[0].candles.map(\.close), for: strategy, symbol: "COPY-USDT")]
        #expect(try strategy.findings(in: copies, at: noon).opportunities.isEmpty)
    }

    @Test func `walks with a common factor seldom look like pairs`() throws {
        var found = 0
        for seed in 1...4 as ClosedRange<UInt64> {
            let columns = commonWalks(count: 6, candleCount: strategy.need.count, seed: seed)
            found += try strategy.findings(in: market(of: columns, for: strategy), at: noon).opportunities.count
        }
        #expect(found <= 1)
    }
}

extension MetadataValue {
    /// The text, if it is one.
    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}
