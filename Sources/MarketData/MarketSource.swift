//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import Strategies

/// Where candles come from.
package protocol MarketSource: Sendable {
    /// Names all listings, always in the same order.
    func listings() async throws -> [Listing]

    /// Fetches candles of listings.
    ///
    /// - Parameters:
    ///   - listings: What to fetch, as ``listings()`` gave it.
    ///   - need: How many candles of which length.
    ///   - time: The last candle of each series is the last that had closed at this time.
    /// - Returns: One series for each listing, in the order asked. A listing of which the source knows nothing, or not
    ///   enough, has no or fewer candles.
    /// - Throws: `CancellationError`, and whatever keeps the source as a whole from answering.
    func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries]
}
