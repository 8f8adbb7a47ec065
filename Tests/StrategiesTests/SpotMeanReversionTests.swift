//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies
import Testing

@Suite struct SpotMeanReversionTests {
    private let strategy = SpotMeanReversionStrategy()

    /// Makes prices that revert to 100 by half of the distance each hour, followed by a given last one.
    private func range(last: Double) -> [Double] {
        var noise = Noise(seed: 3)
        var distance = 0.0
        var prices = (0..<119).map { _ in
            distance = 0.5 * distance + 2 * noise.next()
            return 100 + distance
        }
        prices.append(last)
        return prices
    }

    @Test func `a price far above its mean is sold back to the mean`() throws {
        let findings = try strategy.findings(in: [series(range(last: 103), for: strategy)], at: noon)
        let found = try #require(findings.opportunities.first)
        let entry = try #require(found.entryPrice)
        let exit = try #require(found.exitPrice)
        #expect(found.metadata["side"] == .string("sell"))
        #expect(try #require(found.metadata["z_score"]?.number) > 1)
        #expect(entry == 103)
        let middle = try #require(found.metadata["bollinger_middle"]?.number)
        #expect((exit - middle).magnitude < 1e-5)
        #expect(exit < entry)
    }

    @Test func `a price far below its mean is bought`() throws {
        let findings = try strategy.findings(in: [series(range(last: 97), for: strategy)], at: noon)
        let found = try #require(findings.opportunities.first)
        #expect(found.metadata["side"] == .string("buy"))
        #expect(try #require(found.metadata["z_score"]?.number) < -1)
        #expect(try #require(found.exitPrice) > 97)
    }

    @Test func `a price near its mean is not reported`() throws {
        let findings = try strategy.findings(in: [series(range(last: 100), for: strategy)], at: noon)
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.weak == 1)
    }

    @Test func `a price that runs away is not reported, however far it is`() throws {
        let rising = walk(count: 120, drift: 0.01, move: 0.002)
        let findings = try strategy.findings(in: [series(rising, for: strategy)], at: noon)
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.weak == 0, "the signal itself is not a weak one")
    }

    @Test func `a return that does not cover the costs is not reported`() throws {
        let small = range(last: 103).map { 100 + ($0 - 100) / 100 }
        let findings = try strategy.findings(in: [series(small, for: strategy, wick: 0.000_01)], at: noon)
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.weak == 0)
    }
}
