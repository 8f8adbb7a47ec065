//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketData
import MarketModel
import Strategies
import Testing

/// The findings of the strategies in the synthetic market.
@Suite struct SyntheticFindingsTests {
    /// A seed and a time of the market.
    private struct Moment {
        let seed: UInt64
        let time: Date

        init(_ seed: UInt64, week: Double) {
            self.seed = seed
            time = Date(timeIntervalSince1970: 1_770_033_600 + week * 604_800)
        }
    }

    /// The portfolio of a user with most of the equity in one asset, and another asset owed.
    private static let portfolio = Portfolio(
        cashUSD: 10_000,
        holdings: [("BTC-USDT", 1.5), ("ETH-USDT", 20), ("SOL-USDT", 200), ("DOGE-USDT", -20_000)].map {
            Portfolio.Holding(symbol: $0, quantity: $1)
        }
    )

    private func findings(
        of strategy: any Strategy,
        at moment: Moment,
        symbolCount: Int = 60
    ) async throws -> StrategyFindings {
        let market = SyntheticMarket(seed: moment.seed, symbolCount: symbolCount)
        // Portfolio strategies need the holdings and possible hedges; options are on the largest markets.
        let listings = try await market.listings()
        let seen = try await market.market(
            for: strategy,
            listings: strategy.needsPortfolio ? Array(listings.prefix(20)) : listings,
            portfolio: Self.portfolio,
            at: moment.time
        )
        return try strategy.findings(in: seen, at: moment.time)
    }

    @Test(arguments: StrategyCatalogue.standard.map(\.id))
    func `each strategy finds something, rejects most, and leaves out only what is not traded`(id: String) async throws
    {
        let strategy = try #require(StrategyCatalogue.standard.first { $0.id == id })
        var found = 0
        var seen = 0
        // Only thin markets have spreads that cover a market maker's costs.
        let symbolCount = strategy is MarketMakingStrategy ? 300 : 60
        for moment in [Moment(2, week: 11), Moment(4, week: 23), Moment(5, week: 0)] {
            let findings = try await findings(of: strategy, at: moment, symbolCount: symbolCount)
            #expect(findings.omitted.allSatisfy { $0.reason == .noQuotes }, "\(id): \(findings.omitted)")
            #expect(strategy.parts.contains(.optionChains) || findings.omitted.isEmpty, "\(id)")
            found += findings.opportunities.count
            seen += findings.signals.total
            for opportunity in findings.opportunities { expectSound(opportunity, of: strategy, at: moment.time) }
        }
        #expect(found > 0, "\(id)")
        // Portfolio strategies judge four holdings or make one proposal; most symbols of a market have no finding.
        #expect(found * (strategy.needsPortfolio ? 1 : 2) < seen, "\(id): \(found) of \(seen)")
    }

    private func expectSound(_ opportunity: Opportunity, of strategy: any Strategy, at time: Date) {
        #expect(opportunity.strategyID == strategy.id)
        #expect(opportunity.opportunityType == strategy.opportunityType)
        #expect(opportunity.exchange.hasPrefix("synthetic"))
        #expect(opportunity.discoveredAt == time)
        #expect((0...100).contains(opportunity.confidenceScore))
        #expect((0...10).contains(opportunity.signalStrength ?? -1))
        let numbers = [opportunity.profitPotentialUSD, opportunity.requiredCapitalUSD]
        // A risk reduction promises no profit; everything else does, and requires capital.
        #expect(numbers.allSatisfy { $0.isFinite && (strategy.needsPortfolio ? $0 >= 0 : $0 > 0) })
        for price in [opportunity.entryPrice, opportunity.exitPrice].compactMap({ $0 }) {
            #expect(price.isFinite && price > 0)
        }
        #expect(opportunity.metadata.values.compactMap(\.number).allSatisfy { $0.isFinite })
    }

    @Test func `the same seed and time give the same findings, another seed or time others`() async throws {
        let moment = Moment(5, week: 0.25)
        let options: [any Strategy] = [ComplexStrategy(), OptionsTradeStrategy()]
        for strategy in StrategyCatalogue.standard where !strategy.needsPortfolio {
            // Chains are long, so a few of them suffice.
            let count = options.contains { $0.id == strategy.id } ? 4 : 30
            let first = try await findings(of: strategy, at: moment, symbolCount: count)
            #expect(try await findings(of: strategy, at: moment, symbolCount: count) == first, "\(strategy.id)")
            guard !first.opportunities.isEmpty else { continue }
            for other in [Moment(6, week: 0.25), Moment(5, week: 0.75)] {
                #expect(try await findings(of: strategy, at: other, symbolCount: count) != first, "\(strategy.id)")
            }
        }
    }

    @Test func `what is found is read from the candles, not made up`() async throws {
        let time = Date(timeIntervalSince1970: 1_770_033_600)
        let market = SyntheticMarket(seed: 5)
        let listings = try await market.listings()
        let spot: [any Strategy] = [SpotMomentumStrategy(), SpotMeanReversionStrategy(), SpotBreakoutStrategy()]
        for strategy in spot {
            let series = try await market.series(for: listings, need: strategy.need, until: time)
            let closes = Dictionary(uniqueKeysWithValues: series.map { ($0.listing.symbol, $0.candles.last?.close) })
            for opportunity in try strategy.findings(in: series, at: time).opportunities {
                #expect(opportunity.entryPrice == closes[opportunity.symbol])
            }
        }
    }
}
