//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// One symbol as one exchange lists it.
package struct Listing: Sendable, Hashable {
    /// Base and quote currency in upper case, such as `BTC-USDT`.
    package let symbol: String
    /// The exchange's name.
    package let exchange: String
    /// The volume of the last 24 hours, in USD.
    package let volume24hUSD: Double
    /// The size of its market.
    package let tier: AssetTier

    /// Describes a listing; its tier follows from the volume unless it is given.
    package init(symbol: String, exchange: String, volume24hUSD: Double, tier: AssetTier? = nil) {
        self.symbol = symbol
        self.exchange = exchange
        self.volume24hUSD = volume24hUSD
        self.tier = tier ?? AssetTier(volume24hUSD: volume24hUSD)
    }
}
