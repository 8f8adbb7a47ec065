//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies
import Synchronization
import Testing

@testable import MarketData

@Suite struct FrozenMarketTests {
    /// A synthetic market that counts its requests.
    private final class CountingMarket: MarketSource {
        private let source = SyntheticMarket(seed: 3, symbolCount: 20)
        private let count = Mutex(0)
        var asked: Int { count.withLock { $0 } }

        func listings() async throws -> [Listing] {
            count.withLock { $0 += 1 }
            return try await source.listings()
        }

        func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] {
            count.withLock { $0 += 1 }
            return try await source.series(for: listings, need: need, until: time)
        }

        func orderBooks(for listings: [Listing], at time: Date) async throws -> [OrderBook] {
            count.withLock { $0 += 1 }
            return try await source.orderBooks(for: listings, at: time)
        }

        func fundingRates(for listings: [Listing], at time: Date) async throws -> [FundingRate] {
            count.withLock { $0 += 1 }
            return try await source.fundingRates(for: listings, at: time)
        }

        func optionChains(for listings: [Listing], at time: Date) async throws -> [OptionChain] {
            count.withLock { $0 += 1 }
            return try await source.optionChains(for: listings, at: time)
        }
    }

    @Test func `everything is asked for once, and what is asked for differently is asked for as well`() async throws {
        let source = CountingMarket()
        let market = FrozenMarket(source)
        let time = Date(timeIntervalSince1970: 1_770_033_600)
        let need = CandleNeed(interval: .oneHour, count: 5)
        let synthetic = SyntheticMarket(seed: 3, symbolCount: 20)
        for _ in 1...3 {
            let listings = try await market.listings()
            #expect(listings == (try await synthetic.listings()))
            let series = try await market.series(for: listings, need: need, until: time)
            let expected = try await synthetic.series(for: listings, need: need, until: time)
            #expect(series.map(\.listing) == expected.map(\.listing))
            #expect(series.map(\.candles) == expected.map(\.candles))
            #expect(try await market.orderBooks(for: listings, at: time).count == 20)
            #expect(try await market.fundingRates(for: listings, at: time).count == 60)
            #expect(try await market.optionChains(for: listings, at: time).count == 12)
        }
        #expect(source.asked == 5)
        let some = Array(try await market.listings().prefix(2))
        #expect(try await market.series(for: some, need: need, until: time).count == 2)
        let longer = CandleNeed(interval: .oneHour, count: 6)
        #expect(try await market.series(for: some, need: longer, until: time).first?.candles.count == 6)
        let later = time.addingTimeInterval(3600)
        #expect(try await market.series(for: some, need: longer, until: later).first?.candles.count == 6)
        #expect(source.asked == 8)
    }
}
