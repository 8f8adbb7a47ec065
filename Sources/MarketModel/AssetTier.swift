//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The size of an asset's market, by its volume of the last 24 hours.
package enum AssetTier: String, Sendable, Codable, CaseIterable, Comparable {
    /// Less than 1 million USD a day.
    case retail
    /// From 1 million USD a day.
    case professional
    /// From 10 million USD a day.
    case enterprise
    /// From 100 million USD a day.
    case institutional

    /// Classifies a market by its volume of the last 24 hours, in USD.
    package init(volume24hUSD: Double) {
        self = Self.allCases.last { volume24hUSD >= $0.minimumVolumeUSD } ?? .retail
    }

    /// The least volume in 24 hours of an asset of this tier, in USD.
    package var minimumVolumeUSD: Double {
        switch self {
        case .retail: 0
        case .professional: 1_000_000
        case .enterprise: 10_000_000
        case .institutional: 100_000_000
        }
    }

    /// Orders tiers by volume, the smallest first.
    package static func < (left: AssetTier, right: AssetTier) -> Bool {
        left.minimumVolumeUSD < right.minimumVolumeUSD
    }
}
