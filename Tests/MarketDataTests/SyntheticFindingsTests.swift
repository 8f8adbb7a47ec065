//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketData
import Strategies
import Testing

/// What the strategies make of the synthetic market.
@Suite struct SyntheticFindingsTests {
    private func scan(seed: UInt64, at time: Date) async throws -> [String: StrategyFindings] {
        let market = SyntheticMarket(seed: seed)
        let listings = try await market.listings()
        var findings: [String: StrategyFindings] = [:]
        for strategy in StrategyCatalogue.standard {
            let series = try await market.series(for: listings, need: strategy.need, until: time)
            findings[strategy.id] = try strategy.findings(in: series, at: time)
        }
        return findings
    }

    private func bytes(_ findings: [String: StrategyFindings]) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(findings)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `each strategy finds something and rejects most symbols, at whatever time`(seed: UInt64) async throws {
        for week in [0.0, 11] {
            let time = Date(timeIntervalSince1970: 1_770_033_600 + week * 604_800)
            for (id, findings) in try await scan(seed: seed, at: time) {
                #expect(findings.omitted.isEmpty)
                #expect(findings.signals.total == 500)
                #expect((5...200).contains(findings.opportunities.count), "\(id): \(findings.opportunities.count)")
                #expect(Set(findings.opportunities.map(\.symbol)).count == findings.opportunities.count)
            }
        }
    }

    @Test func `every number that is reported is within the contract's bounds`() async throws {
        let time = Date(timeIntervalSince1970: 1_770_033_600)
        for opportunity in try await scan(seed: 9, at: time).values.flatMap(\.opportunities) {
            #expect(opportunity.profitPotentialUSD > 0)
            #expect(opportunity.requiredCapitalUSD > 0)
            #expect((0...100).contains(opportunity.confidenceScore))
            #expect(try #require(opportunity.entryPrice) > 0)
            #expect(try #require(opportunity.exitPrice) > 0)
            #expect((0...10).contains(try #require(opportunity.signalStrength)))
            #expect(opportunity.metadata.values.compactMap(\.number).allSatisfy { $0.isFinite })
            #expect(opportunity.discoveredAt == time)
        }
    }

    @Test func `the same seed and time give the same bytes, another seed or time others`() async throws {
        let time = Date(timeIntervalSince1970: 1_770_040_000.25)
        let first = try bytes(await scan(seed: 5, at: time))
        #expect(try bytes(await scan(seed: 5, at: time)) == first)
        #expect(try bytes(await scan(seed: 6, at: time)) != first)
        #expect(try bytes(await scan(seed: 5, at: time.addingTimeInterval(3600))) != first)
    }

    @Test func `what is found is read from the candles, not made up`() async throws {
        let time = Date(timeIntervalSince1970: 1_770_033_600)
        let market = SyntheticMarket(seed: 5)
        let listings = try await market.listings()
        for strategy in StrategyCatalogue.standard {
            let series = try await market.series(for: listings, need: strategy.need, until: time)
            let closes = Dictionary(uniqueKeysWithValues: series.map { ($0.listing.symbol, $0.candles.last?.close) })
            for opportunity in try strategy.findings(in: series, at: time).opportunities {
                #expect(opportunity.entryPrice == closes[opportunity.symbol])
            }
        }
    }
}
