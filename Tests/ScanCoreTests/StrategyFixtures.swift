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

/// A strategy whose judging is whatever a test says.
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

/// What keeps strategies spinning until a test lets them go; it must, or they spin beside the tests that follow.
final class Spin: Sendable {
    private let isOver = Atomic(false)
    private let started = Atomic(0)

    /// How many times a strategy began to spin.
    var count: Int { started.load(ordering: .relaxed) }

    /// Lets them all go, for ever.
    func end() { isOver.store(true, ordering: .relaxed) }

    /// A strategy that uses a core and looks at no sign.
    func strategy(_ id: String) -> ScriptedStrategy {
        ScriptedStrategy(id) { _ in
            self.started.add(1, ordering: .relaxed)
            while !self.isOver.load(ordering: .relaxed) {}
            return StrategyFindings()
        }
    }
}

/// A market of so many symbols whose candles nobody looks at.
struct NamesMarket: MarketSource {
    let count: Int

    func listings() async throws -> [Listing] {
        (0..<count).map { Listing(symbol: "S\($0)-USDT", exchange: "test", volume24hUSD: 1e6 * Double($0)) }
    }

    func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] {
        listings.map { MarketSeries(listing: $0, candles: []) }
    }
}

/// Portfolios that say which strategies the users run, or a source that does not answer.
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
