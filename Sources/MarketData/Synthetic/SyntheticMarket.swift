//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

/// A market generated from a seed, for demonstrations and tests.
///
/// Each asset goes through regimes of five to ten days: trends, ranges, breakouts, and random walks without a pattern
/// to find; some follow another asset or a common factor. A candle depends only on the seed, the asset, its interval
/// and its start: not on the requested window, nor on the machine. Every time within 100 000 years of 1970 has candles.
/// Order books, funding rates and options follow from the price at the end of the last minute; only the largest markets
/// have the latter two. The exchange is called `synthetic`, so that the prices are not mistaken for real ones.
package struct SyntheticMarket: MarketSource {
    private let assets: [SyntheticAsset]
    private let indices: [String: Int]
    /// The caches, several so that candles are made on several cores; each asset belongs to one of them.
    private let memories: [SeriesMemory]

    /// Makes the market of a seed.
    ///
    /// - Parameters:
    ///   - seed: The seed of the whole market.
    ///   - symbolCount: The number of symbols; the first ones are the same for any number.
    package init(seed: UInt64, symbolCount: Int = 500) {
        assets = (0..<max(0, symbolCount)).map { SyntheticAsset(rank: $0, seed: seed) }
        indices = Dictionary(
            assets.enumerated().map { ($0.element.listing.symbol, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        memories = (0..<8).map { _ in SeriesMemory(capacity: 60_000) }
    }

    package func listings() async throws -> [Listing] {
        assets.map(\.listing)
    }

    /// Makes the candles, or returns cached ones.
    ///
    /// - Throws: `CancellationError` when the task is cancelled.
    package func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] {
        guard let newest = need.interval.lastClosedOpenMilliseconds(at: time) else {
            return listings.map { MarketSeries(listing: $0, candles: []) }
        }
        let (assets, memories) = (self.assets, self.memories)
        let asked = listings.map { indices[$0.symbol] }
        let columns = try await Array(memories.indices).concurrentMap(width: memories.count) { number in
            let own = asked.map { index in index.flatMap { $0 % memories.count == number ? $0 : nil } }
            return try await memories[number].candles(of: own, need: need, newest: newest) { index in
                SyntheticCandles(of: assets[index]).candles(need: need, newest: newest)
            }
        }
        return listings.enumerated().map { position, listing in
            let candles = asked[position].map { columns[$0 % memories.count][position] }
            return MarketSeries(listing: listing, candles: candles ?? [])
        }
    }

    package func orderBooks(for listings: [Listing], at time: Date) async throws -> [OrderBook] {
        try await made(of: listings, minutes: SyntheticBook.minutes, at: time) { asset, minutes in
            SyntheticBook(asset: asset).book(after: minutes)
        }
    }

    package func fundingRates(for listings: [Listing], at time: Date) async throws -> [FundingRate] {
        let traded = assets(among: listings) { $0.rank < Self.futuresCount }
        return try await made(of: traded, minutes: 1, at: time) { asset, minutes in
            minutes.last.map { SyntheticFunding(asset: asset).rates(at: $0.end, price: $0.close) }
        }
        .flatMap { $0 }
    }

    package func optionChains(for listings: [Listing], at time: Date) async throws -> [OptionChain] {
        let traded = assets(among: listings) { $0.rank < Self.optionsCount }
        return try await made(of: traded, minutes: 1, at: time) { asset, minutes in
            minutes.last.map { SyntheticOptions(on: asset).chain(at: $0.end, spot: $0.close) }
        }
    }

    /// Makes values from the newest minutes of each listing.
    private func made<Value: Sendable>(
        of listings: [Listing],
        minutes count: Int,
        at time: Date,
        make: @escaping @Sendable (SyntheticAsset, [Candle]) -> Value?
    ) async throws -> [Value] {
        guard let newest = CandleInterval.oneMinute.lastClosedOpenMilliseconds(at: time) else { return [] }
        let need = CandleNeed(interval: .oneMinute, count: count)
        let known = listings.compactMap { indices[$0.symbol] }.map { assets[$0] }
        return try await known.concurrentMap(width: 4) { asset in
            make(asset, SyntheticCandles(of: asset).candles(need: need, newest: newest))
        }
        .compactMap { $0 }
    }

    private func assets(among listings: [Listing], where condition: (SyntheticAsset) -> Bool) -> [Listing] {
        listings.filter { listing in indices[listing.symbol].map { condition(assets[$0]) } ?? false }
    }

    private static let futuresCount = 150
    private static let optionsCount = 12
}

extension Candle {
    /// The end of a candle of one minute, in milliseconds since 1970.
    fileprivate var end: Int64 { openMilliseconds + CandleInterval.oneMinute.milliseconds }
}
