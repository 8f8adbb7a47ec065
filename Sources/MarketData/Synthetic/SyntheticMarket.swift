//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import Strategies

/// A market made up from a seed, for trying the system out and for testing it.
///
/// Each asset goes through regimes of five to ten days: trends, ranges, breakouts, and random walks in which there is
/// nothing to be found. A candle depends on the seed, the asset, its interval and the time it begins, and on nothing
/// else: not on the window that is asked for, nor on the machine. Every time within 100 000 years of 1970 has candles.
/// The exchange is called `synthetic`, so that nobody takes the prices for real ones.
package struct SyntheticMarket: MarketSource {
    private let assets: [SyntheticAsset]
    private let indices: [String: Int]
    private let memory = SeriesMemory()

    /// Makes the market of a seed.
    ///
    /// - Parameters:
    ///   - seed: What the whole market follows from.
    ///   - symbolCount: How many symbols it lists; the first ones are the same whatever the number.
    package init(seed: UInt64, symbolCount: Int = 500) {
        assets = (0..<max(0, symbolCount)).map { SyntheticAsset(rank: $0, seed: seed) }
        indices = Dictionary(
            assets.enumerated().map { ($0.element.listing.symbol, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    package func listings() async throws -> [Listing] {
        assets.map(\.listing)
    }

    /// Makes the candles, or shares those that were made before.
    ///
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    package func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] {
        guard let newest = need.interval.lastClosedOpenMilliseconds(at: time) else {
            return listings.map { MarketSeries(listing: $0, candles: []) }
        }
        let assets = self.assets
        let candles = try await memory.candles(
            of: listings.map { indices[$0.symbol] },
            need: need,
            newest: newest
        ) { index in
            SyntheticCandles(of: assets[index]).candles(need: need, newest: newest)
        }
        return zip(listings, candles).map { MarketSeries(listing: $0, candles: $1) }
    }
}
