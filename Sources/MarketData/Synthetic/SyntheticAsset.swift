//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The fixed properties of one synthetic asset, from which its whole price history follows.
struct SyntheticAsset: Sendable {
    /// How it is listed.
    let listing: Listing
    /// The price around which it moves.
    let basePrice: Double
    /// How many ticks, the smallest steps of a price, one unit of the quote currency has; a power of ten.
    let ticksPerUnit: Double
    /// How much the price moves in an hour, as a fraction of it.
    let hourlyMove: Double
    /// How much is traded in an hour on average, in the base currency.
    let hourlyVolume: Double
    /// How many hours one regime lasts.
    let regimeHours: Int64
    /// By how many hours its regimes are shifted against those of others.
    let phase: Int64
    /// The key of its random numbers.
    let key: UInt64
    /// Its place by the size of its market, from 0.
    let rank: Int
    /// What its price follows.
    let course: Course

    /// What a price follows.
    indirect enum Course: Sendable {
        /// Regimes of its own.
        case own
        /// The level of another asset, times the loading, but for a deviation that does not last.
        case following(SyntheticAsset, loading: Double)
    }

    /// Makes the asset of a given rank, the first having the largest market.
    init(rank: Int, seed: UInt64) {
        let random = CounterRandom(seed: seed).stream(UInt64(rank) &+ 1)
        let (base, typicalPrice) = AssetNames.asset(rank: rank)
        // Markets thin out about with the square of their rank.
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

    /// The asset that one of a given rank follows, if it does.
    ///
    /// From the thirtieth on, half of the assets go their own ways, a third share one factor, which is an asset that is
    /// not listed, and a sixth follow one of those that go their own ways.
    static func leader(rank: Int) -> Int? {
        guard rank >= 30 else { return nil }
        switch (rank - 30) % 6 {
        case 3, 4: return factorRank
        case 5: return rank - 4
        default: return nil
        }
    }

    /// Far beyond every asset that is listed, and of those that go their own ways.
    private static let factorRank = 30 + 6 * 1_000_000
}
