//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies
import Testing

@Suite struct SpotBreakoutTests {
    private let strategy = SpotBreakoutStrategy()

    /// Makes prices that swing between 99 and 101, followed by given last ones.
    private func range(then last: [Double]) -> [Double] {
        (0..<(120 - last.count)).map { 99 + Double($0 % 3) } + last
    }

    private func findings(then last: [Double], volumes lastVolumes: [Double]) throws -> StrategyFindings {
        let volumes = Array(repeating: 1000.0, count: 120 - lastVolumes.count) + lastVolumes
        return try strategy.findings(in: [series(range(then: last), for: strategy, volumes: volumes)], at: noon)
    }

    @Test func `a close above resistance on high volume is bought`() throws {
        let found = try #require(findings(then: [102], volumes: [3000]).opportunities.first)
        #expect(found.metadata["side"] == .string("buy"))
        #expect(found.metadata["volume_ratio"] == .number(3))
        #expect(found.metadata["level"] == .number(101.101))
        #expect(found.metadata["candles_since_break"] == .number(0))
        #expect(try #require(found.exitPrice) > 102)
        #expect(try #require(found.metadata["stop_price"]?.number) < 101.101)
    }

    @Test func `a close below support on high volume is sold`() throws {
        let found = try #require(findings(then: [98], volumes: [3000]).opportunities.first)
        #expect(found.metadata["side"] == .string("sell"))
        #expect(try #require(found.exitPrice) < 98)
    }

    @Test func `a break without volume is a signal but not reported`() throws {
        let findings = try findings(then: [102], volumes: [1400])
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.total == 1)
        #expect(findings.signals.weak == 0)
    }

    @Test func `a break two candles ago that holds is reported with its age`() throws {
        let found = try #require(findings(then: [102, 101.8, 102.1], volumes: [3000, 900, 900]).opportunities.first)
        #expect(found.metadata["candles_since_break"] == .number(2))
        #expect(found.entryPrice == 102.1)
    }

    @Test func `a break that fell back inside is not reported`() throws {
        let findings = try findings(then: [102, 100], volumes: [3000, 1000])
        #expect(findings.opportunities.isEmpty)
    }

    @Test func `a break that is older than three candles is not reported`() throws {
        let last = [103, 102.5, 102.4, 102.3]
        let findings = try findings(then: last, volumes: [3000, 900, 900, 900])
        #expect(findings.opportunities.isEmpty)
    }

    @Test func `a break that has run past its target is not reported`() throws {
        let findings = try findings(then: [130], volumes: [4000])
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.veryStrong == 1)
    }

    @Test func `a price inside the range is no signal`() throws {
        let findings = try findings(then: [100.5], volumes: [5000])
        #expect(findings.opportunities.isEmpty)
        #expect(findings.signals.weak == 1)
    }
}
