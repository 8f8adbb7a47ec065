//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials

/// Where candles and all else that is known of the markets come from.
package protocol MarketSource: Sendable {
    /// The last time of which the source knows, when that is not the present: files end with their newest candle.
    ///
    /// - Throws: `CancellationError`, and whatever keeps the source as a whole from answering.
    func latestTime() async throws -> Date?

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

    /// Fetches order books of listings; a listing without one is left out.
    ///
    /// - Throws: `CancellationError`, and whatever keeps the source as a whole from answering.
    func orderBooks(for listings: [Listing], at time: Date) async throws -> [OrderBook]

    /// Fetches funding rates of perpetual futures on listings, from as many exchanges as the source knows.
    ///
    /// - Throws: `CancellationError`, and whatever keeps the source as a whole from answering.
    func fundingRates(for listings: [Listing], at time: Date) async throws -> [FundingRate]

    /// Fetches options on listings; a listing without any is left out.
    ///
    /// - Throws: `CancellationError`, and whatever keeps the source as a whole from answering.
    func optionChains(for listings: [Listing], at time: Date) async throws -> [OptionChain]
}

extension MarketSource {
    /// A source goes on into the present unless it says otherwise.
    package func latestTime() async throws -> Date? { nil }

    /// A source of candles alone has no order books.
    package func orderBooks(for listings: [Listing], at time: Date) async throws -> [OrderBook] { [] }

    /// A source of candles alone has no funding rates.
    package func fundingRates(for listings: [Listing], at time: Date) async throws -> [FundingRate] { [] }

    /// A source of candles alone has no options.
    package func optionChains(for listings: [Listing], at time: Date) async throws -> [OptionChain] { [] }
}
