//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketData
import MarketModel
import ScanCore
import Strategies
import Synchronization

/// A strategy with a scripted evaluation.
struct ScriptedStrategy: Strategy {
    let id: String
    var judgesSymbolsAlone = false
    var parts: Set<MarketPart> = []
    var universe: Int?
    var needsPortfolio = false
    let judge: @Sendable (Market) throws -> StrategyFindings
    let name = "Scripted"
    let opportunityType = "test"
    let need = CandleNeed(interval: .oneHour, count: 1)

    init(
        _ id: String,
        judgesSymbolsAlone: Bool = false,
        parts: Set<MarketPart> = [],
        universe: Int? = nil,
        needsPortfolio: Bool = false,
        judge: @escaping @Sendable (Market) throws -> StrategyFindings
    ) {
        self.id = id
        self.judgesSymbolsAlone = judgesSymbolsAlone
        self.parts = parts
        self.universe = universe
        self.needsPortfolio = needsPortfolio
        self.judge = judge
    }

    func findings(in market: Market, at time: Date) throws -> StrategyFindings { try judge(market) }
}

/// A switch that keeps strategies busy-waiting until a test ends it; otherwise they would slow down later tests.
final class Spin: Sendable {
    private let isOver = Atomic(false)
    private let started = Atomic(0)

    /// The number of times that a strategy began to busy-wait.
    var count: Int { started.load(ordering: .relaxed) }

    /// Ends all strategies, now and later.
    func end() { isOver.store(true, ordering: .relaxed) }

    /// Returns a strategy that keeps a core busy and ignores the stop sign.
    func strategy(_ id: String) -> ScriptedStrategy {
        ScriptedStrategy(id) { _ in
            self.started.add(1, ordering: .relaxed)
            while !self.isOver.load(ordering: .relaxed) {}
            return StrategyFindings()
        }
    }
}

/// A market with a given number of symbols, without candles.
struct NamesMarket: MarketSource {
    let count: Int

    func listings() async throws -> [Listing] {
        (0..<count).map { Listing(symbol: "S\($0)-USDT", exchange: "test", volume24hUSD: 1e6 * Double($0)) }
    }

    func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] {
        listings.map { MarketSeries(listing: $0, candles: []) }
    }
}

/// Portfolios that only name the users' strategies, or a source that throws.
struct TestPortfolios: PortfolioSource {
    let strategies: [String: [String]]?

    init(_ strategies: [String: [String]]?) {
        self.strategies = strategies
    }

    func portfolio(of user: String) async throws -> Portfolio? {
        guard let strategies else { throw StoreError(.corrupt, "broken") }
        return strategies[user].map { Portfolio(cashUSD: 0, holdings: [], strategies: $0) }
    }
}
