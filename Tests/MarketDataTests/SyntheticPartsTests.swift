//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies
import Testing

@testable import MarketData

/// The parts of the synthetic market besides candles, and the relations of its assets.
@Suite struct SyntheticPartsTests {
    private let market = SyntheticMarket(seed: 42, symbolCount: 60)
    private let time = Date(timeIntervalSince1970: 1_770_033_610)

    private func closes(_ count: Int, in market: SyntheticMarket, ranks: [Int]) async throws -> [[Double]] {
        let listings = try await market.listings()
        let need = CandleNeed(interval: .oneHour, count: count)
        return try await market.series(for: ranks.map { listings[$0] }, need: need, until: time).map {
            $0.candles.map(\.close)
        }
    }

    @Test func `parts are the same however they are asked for, and follow from the last minute's price`() async throws {
        let listings = try await market.listings()
        let books = try await market.orderBooks(for: listings, at: time)
        let rates = try await market.fundingRates(for: listings, at: time)
        let chains = try await market.optionChains(for: listings, at: time)
        #expect(books.map(\.symbol) == listings.map(\.symbol))
        #expect(rates.count == 180 && chains.count == 12)
        let fresh = SyntheticMarket(seed: 42, symbolCount: 500)
        let some = [listings[7], listings[2]]
        #expect(try await fresh.orderBooks(for: some, at: time) == [books[7], books[2]])
        #expect(try await fresh.fundingRates(for: some, at: time) == Array(rates[21..<24] + rates[6..<9]))
        #expect(try await fresh.optionChains(for: some, at: time) == [chains[7], chains[2]])
        let need = CandleNeed(interval: .oneMinute, count: 1)
        let last = try await market.series(for: listings, need: need, until: time).map { $0.candles[0].close }
        #expect(chains.map(\.spot) == Array(last.prefix(12)))
        for (book, price) in zip(books, last) {
            #expect(book.bids[0].price < price && price < book.asks[0].price)
        }
        let nothing = try await market.orderBooks(for: listings, at: Date(timeIntervalSince1970: .nan))
        #expect(nothing.isEmpty)
    }

    @Test func `books are sound, and some lean to a side while others do not`() async throws {
        var leans: [Double] = []
        for book in try await market.orderBooks(for: market.listings(), at: time) {
            #expect(book.bids.count == 20 && book.asks.count == 20)
            #expect(zip(book.bids, book.bids.dropFirst()).allSatisfy { $0.price > $1.price })
            #expect(zip(book.asks, book.asks.dropFirst()).allSatisfy { $0.price < $1.price })
            #expect((book.bids + book.asks).allSatisfy { $0.price > 0 && $0.quantity > 0 && $0.quantity.isFinite })
            let wanted = book.bids.reduce(0) { $0 + $1.quantity }
            let offered = book.asks.reduce(0) { $0 + $1.quantity }
            leans.append((wanted - offered) / (wanted + offered))
        }
        #expect(leans.contains { $0 > 0.25 } && leans.contains { $0 < -0.25 })
        #expect(leans.count { $0.magnitude < 0.25 } > 10)
    }

    @Test func `funding rates differ now and then, and agree most of the time`() async throws {
        let rates = try await market.fundingRates(for: market.listings(), at: time)
        let bySymbol = Dictionary(grouping: rates, by: \.symbol).values.map { rates in
            #expect(Set(rates.map(\.exchange)).count == 3)
            let daily = rates.map { $0.rate * 24 / $0.intervalHours }
            return (daily.max() ?? 0) - (daily.min() ?? 0)
        }
        #expect(rates.allSatisfy { $0.rate.magnitude < 0.01 && $0.markPrice > 0 && $0.indexPrice > 0 })
        #expect(bySymbol.count { $0 > 0.0015 } >= 3)
        #expect(bySymbol.count { $0 < 0.0006 } >= 30)
    }

    @Test func `options keep parity but for a few, and cost more the more volatile their asset is`() async throws {
        var broken = 0
        var pairs = 0
        for chain in try await market.optionChains(for: market.listings(), at: time) {
            #expect(Set(chain.quotes.map(\.expiryMilliseconds)).count >= 5)
            #expect(chain.quotes.count > 50)
            #expect(chain.quotes.allSatisfy { $0.bid > 0 && $0.bid < $0.ask && $0.ask.isFinite && $0.strike > 0 })
            let strikes = Dictionary(grouping: chain.quotes) { [Double($0.expiryMilliseconds), $0.strike] }
            for quotes in strikes.values where quotes.count == 2 {
                let call = try #require(quotes.first { $0.kind == .call })
                let put = try #require(quotes.first { $0.kind == .put })
                let years = (Double(call.expiryMilliseconds) / 1000 - time.timeIntervalSince1970) / 31_557_600
                // A first-order discount is accurate enough for a few weeks.
                let forward = chain.spot - call.strike * (1 - chain.interestRate * years)
                let slack = call.strike * 1e-4
                pairs += 1
                if call.bid - put.ask > forward + slack || call.ask - put.bid < forward - slack { broken += 1 }
            }
        }
        #expect(pairs > 300)
        #expect(broken > 0 && broken < pairs / 10)
    }

    /// The limit is MacKinnon's, *Critical Values for Cointegration Tests*, 2010, for two series at 5 %.
    @Test func `an asset that follows another is co-integrated with it, and one that does not is not`() async throws {
        #expect(SyntheticAsset.leader(rank: 35) == 31)
        for seed in UInt64(1)...4 {
            let market = SyntheticMarket(seed: seed, symbolCount: 40)
            let prices = try await closes(400, in: market, ranks: [31, 35, 33, 34, 5])
            let statistics = [(0, 1), (2, 3), (0, 4)].map { dickeyFuller(residuals(of: prices[$0], on: prices[$1])) }
            #expect(statistics[0] < -3.34 && statistics[1] < -3.34, "\(seed): \(statistics)")
            #expect(statistics[2] > -3.34, "\(seed): \(statistics)")
        }
    }

    /// Computes the residuals of a regression of one asset's prices on another's.
    private func residuals(of first: [Double], on second: [Double]) -> [Double] {
        let count = Double(first.count)
        let (meanX, meanY) = (second.reduce(0, +) / count, first.reduce(0, +) / count)
        let covariance = zip(first, second).reduce(0) { $0 + ($1.0 - meanY) * ($1.1 - meanX) }
        let variance = second.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
        return zip(first, second).map { $0 - meanY - covariance / variance * ($1 - meanX) }
    }

    /// Computes the t-statistic of a series' reversion to zero.
    private func dickeyFuller(_ series: [Double]) -> Double {
        let changes = zip(series, series.dropFirst()).map { $1 - $0 }
        let squares = series.dropLast().reduce(0) { $0 + $1 * $1 }
        let pull = zip(series, changes).reduce(0) { $0 + $1.0 * $1.1 } / squares
        let rest = zip(series, changes).reduce(0) { $0 + ($1.1 - pull * $1.0) * ($1.1 - pull * $1.0) }
        return pull / (rest / Double(changes.count - 1) / squares).squareRoot()
    }

    @Test func `the first thirty assets go their own ways, as does half of the others`() {
        #expect((0..<30).allSatisfy { SyntheticAsset.leader(rank: $0) == nil })
        #expect((30..<630).count { SyntheticAsset.leader(rank: $0) == nil } == 300)
    }
}
