//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketData
import MarketModel
import ScanCore
import Strategies
import Testing

@Suite struct `The advice on a scan` {
    private let strategies: [any Strategy] = [
        TestStrategy("one"), TestStrategy("two"), TestStrategy("broken", failure: StoreError(.corrupt, "")),
        ScriptedStrategy("idle") { _ in StrategyFindings() },
    ]

    /// Runs a scan as the engine does, with the strategies that pass the filters.
    private func scan(_ filters: ScanFilters, portfolio: Portfolio? = nil) async throws -> ScanEntry {
        var generator = SystemRandomNumberGenerator()
        let key = CacheKey(user: .ann, filters: filters, scan: ScanID(using: &generator))
        let ids = strategies.filter { filters.keeps($0) }.map(\.id)
        var entry = ScanEntry(key: key, filters: filters, strategies: ids, at: Date())
        let runner = StrategyRunner(
            market: EmptyMarket(),
            strategies: strategies,
            threads: StrategyThreads(clock: .system),
            clock: .system,
            logger: LogFixture().logger
        )
        let order = StrategyRunner.Order(scan: key.scan, filters: filters, time: Date(), portfolio: portfolio)
        for id in ids { entry.append(try await runner.run(id, for: order), at: Date()) }
        entry.advise(try await runner.advice(on: entry, for: order))
        entry.complete(at: Date())
        return entry
    }

    @Test func `names what a limited scan left out and what that would have added`() async throws {
        let entry = try await scan(ScanFilters(strategyIDs: ["one"]))
        let advice = try #require(entry.advice)
        #expect(advice.activeStrategies == ["one"])
        // Strategies that failed or found nothing are not recommended.
        #expect(advice.recommendations.map(\.strategyID) == ["two"])
        #expect(advice.recommendations.first?.contribution.count == 1)
        #expect(advice.recommendations.first?.contribution.totalPotentialUSD == 10)
        #expect(advice.recommendations.first?.isPartOfScan == false)
        // The recommended strategy was evaluated, but its findings are not part of the results.
        #expect(entry.opportunities.map(\.strategyID) == ["one"])
        #expect(entry.summary.progress == ScanProgress(completed: 1, total: 1, found: 1))
    }

    @Test func `names what the user does not run, by the portfolio`() async throws {
        let portfolio = Portfolio(cashUSD: 0, holdings: [], strategies: ["two"])
        let advice = try #require(try await scan(ScanFilters(), portfolio: portfolio).advice)
        #expect(advice.activeStrategies == ["two"])
        #expect(advice.recommendations.map(\.strategyID) == ["one"])
        #expect(advice.recommendations.first?.isPartOfScan == true)
    }

    @Test func `takes the strategies of the scan where the portfolio names none`() async throws {
        let advice = try #require(
            try await scan(ScanFilters(), portfolio: Portfolio(cashUSD: 0, holdings: [])).advice
        )
        #expect(advice.activeStrategies == ["one", "two", "broken", "idle"])
        #expect(advice.recommendations.isEmpty)
    }

    @Test func `honours the other filters`() async throws {
        let filters = ScanFilters(strategyIDs: ["one"], minimumProfit: 11)
        #expect(try await scan(filters).advice?.recommendations.isEmpty == true)
    }

    @Test func `runs nothing more when no recommendations are wanted`() async throws {
        let filters = ScanFilters(strategyIDs: ["one"], includesRecommendations: false)
        #expect(try await scan(filters).advice?.recommendations.isEmpty == true)
    }

    @Test func `survives being stored`() async throws {
        let entry = try await scan(ScanFilters(strategyIDs: ["one"]))
        let read = try ScanEntry(decoding: entry.encoded())
        #expect(read.advice == entry.advice)
        #expect(read.runs == entry.runs)
    }
}
