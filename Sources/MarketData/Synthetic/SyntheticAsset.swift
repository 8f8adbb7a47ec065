//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies

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
    }
}
