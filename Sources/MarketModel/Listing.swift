//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A symbol on an exchange.
package struct Listing: Sendable, Hashable {
    /// Base and quote currency in upper case, such as `BTC-USDT`.
    package let symbol: String
    /// The exchange's name.
    package let exchange: String
    /// The volume of the last 24 hours, in USD.
    package let volume24hUSD: Double
    /// The size of its market.
    package let tier: AssetTier

    /// Makes a listing; its tier follows from the volume unless it is given.
    package init(symbol: String, exchange: String, volume24hUSD: Double, tier: AssetTier? = nil) {
        self.symbol = symbol
        self.exchange = exchange
        self.volume24hUSD = volume24hUSD
        self.tier = tier ?? AssetTier(volume24hUSD: volume24hUSD)
    }
}

extension [Listing] {
    /// Selects the listings of the greatest volume and those of some symbols, in the order of this array.
    ///
    /// Of equal volumes the first counts as greater; a volume that is not finite counts as zero.
    package func ofGreatestVolume(_ count: Int, and symbols: Set<String>) -> [Listing] {
        guard self.count > count else { return self }
        let greatest = Set(indicesByVolume.prefix(count))
        return indices.filter { greatest.contains($0) || symbols.contains(self[$0].symbol) }.map { self[$0] }
    }

    /// The indices by volume, the greatest first and equal ones in order; a volume that is not finite counts as zero.
    package var indicesByVolume: [Int] {
        func volume(_ index: Int) -> Double { self[index].volume24hUSD.isFinite ? self[index].volume24hUSD : 0 }
        return indices.sorted { left, right in
            let (first, second) = (volume(left), volume(right))
            return first == second ? left < right : first > second
        }
    }
}
