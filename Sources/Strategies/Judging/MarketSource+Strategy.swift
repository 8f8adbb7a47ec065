//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

extension MarketSource {
    /// Fetches all that a strategy looks at.
    ///
    /// - Parameters:
    ///   - strategy: Who asks.
    ///   - listings: What to fetch, as ``listings()`` gave it.
    ///   - portfolio: What the user holds, if that is known.
    ///   - time: When the market is looked at.
    /// - Returns: The market with the parts that the strategy asks for, as far as the source has them.
    /// - Throws: What the source throws.
    package func market(
        for strategy: any Strategy,
        listings: [Listing],
        portfolio: Portfolio? = nil,
        at time: Date
    ) async throws -> Market {
        let parts = strategy.parts
        return Market(
            series: try await series(for: listings, need: strategy.need, until: time),
            orderBooks: parts.contains(.orderBooks) ? try await orderBooks(for: listings, at: time) : [],
            fundingRates: parts.contains(.fundingRates) ? try await fundingRates(for: listings, at: time) : [],
            optionChains: parts.contains(.optionChains) ? try await optionChains(for: listings, at: time) : [],
            portfolio: parts.contains(.portfolio) ? portfolio : nil
        )
    }
}
