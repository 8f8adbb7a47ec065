//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The fixed properties of one synthetic asset, which determine its whole price history.
struct SyntheticAsset: Sendable {
    /// The listing of the asset.
    let listing: Listing
    /// The base price, around which the price moves.
    let basePrice: Double
    /// The number of ticks, the smallest price steps, in one unit of the quote currency; a power of ten.
    let ticksPerUnit: Double
    /// The typical move of the price in an hour, as a fraction of it.
    let hourlyMove: Double
    /// The mean volume of an hour, in the base currency.
    let hourlyVolume: Double
    /// The length of one regime in hours.
    let regimeHours: Int64
    /// The offset of its regimes against those of other assets, in hours.
    let phase: Int64
    /// The key of its random numbers.
    let key: UInt64
    /// The rank by the size of its market, from 0.
    let rank: Int
    /// The driver of its price.
    let course: Course

    /// The driver of a price.
    indirect enum Course: Sendable {
        /// The asset's own regimes.
        case own
        /// The level of another asset times the loading, plus a transient deviation.
        case following(SyntheticAsset, loading: Double)
    }

    /// Makes the asset of a given rank, the first having the largest market.
    init(rank: Int, seed: UInt64) {
        let random = CounterRandom(seed: seed).stream(UInt64(rank) &+ 1)
        let (base, typicalPrice) = AssetNames.asset(rank: rank)
        // Volumes fall about with the square of the rank.
        let depth = Double(rank + 2)
        let volume = 2.5e10 / (depth * depth) * (0.7 + 0.6 * random.uniform(0))
        let price = typicalPrice * (0.8 + 0.4 * random.uniform(1))
        var ticks = 1.0
        while price * ticks < 20_000 { ticks *= 10 }
        listing = Listing(symbol: base + "-USDT", exchange: "synthetic", volume24hUSD: volume.rounded())
        basePrice = price
        ticksPerUnit = ticks
        hourlyMove = 0.003 + 0.006 * random.uniform(2)
        hourlyVolume = volume / 24 / price
        regimeHours = 120 + Int64(random.bits(3) % 121)
        phase = Int64(random.bits(4) % 10_000)
        key = random.bits(5)
        self.rank = rank
        course =
            Self.leader(rank: rank).map {
                .following(SyntheticAsset(rank: $0, seed: seed), loading: 0.7 + 0.6 * random.uniform(6))
            } ?? .own
    }

    /// Returns the rank of the asset that one of a given rank follows, if it does.
    ///
    /// From the thirtieth on, half of the assets are independent, a third share one factor, which is an asset that is
    /// not listed, and a sixth follow one of the independent ones.
    static func leader(rank: Int) -> Int? {
        guard rank >= 30 else { return nil }
        switch (rank - 30) % 6 {
        case 3, 4: return factorRank
        case 5: return rank - 4
        default: return nil
        }
    }

    /// The rank of the factor, far beyond every listed asset; it is an independent one.
    private static let factorRank = 30 + 6 * 1_000_000
}
