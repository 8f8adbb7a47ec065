//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

extension MarketSource {
    /// Fetches all data that a strategy needs.
    ///
    /// - Parameters:
    ///   - strategy: The strategy.
    ///   - listings: The listings, from ``listings()``.
    ///   - portfolio: The user's portfolio, if it is known.
    ///   - time: The time of the judgement.
    /// - Returns: The market with the parts that the strategy needs, as far as the source has them.
    /// - Throws: The errors of the source.
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
