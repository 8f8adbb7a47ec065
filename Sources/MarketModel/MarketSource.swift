//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials

/// A source of candles and other market data.
package protocol MarketSource: Sendable {
    /// Returns the time of the source's newest data, or `nil` if it is live: files end with their newest candle.
    ///
    /// - Throws: `CancellationError`, and errors of the source as a whole.
    func latestTime() async throws -> Date?

    /// Returns all listings, always in the same order.
    func listings() async throws -> [Listing]

    /// Fetches candles of listings.
    ///
    /// - Parameters:
    ///   - listings: The listings, from ``listings()``.
    ///   - need: The number and length of the candles.
    ///   - time: The last candle of each series is the last that had closed at this time.
    /// - Returns: One series for each listing, in the order requested. A listing that the source does not know has no
    ///   candles; one with too short a history has fewer.
    /// - Throws: `CancellationError`, and errors of the source as a whole.
    func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries]

    /// Fetches order books of listings; a listing without one is left out.
    ///
    /// - Throws: `CancellationError`, and errors of the source as a whole.
    func orderBooks(for listings: [Listing], at time: Date) async throws -> [OrderBook]

    /// Fetches funding rates of perpetual futures on listings, from all exchanges of the source.
    ///
    /// - Throws: `CancellationError`, and errors of the source as a whole.
    func fundingRates(for listings: [Listing], at time: Date) async throws -> [FundingRate]

    /// Fetches options on listings; a listing without any is left out.
    ///
    /// - Throws: `CancellationError`, and errors of the source as a whole.
    func optionChains(for listings: [Listing], at time: Date) async throws -> [OptionChain]
}

extension MarketSource {
    /// Returns `nil`, since a source is live by default.
    package func latestTime() async throws -> Date? { nil }

    /// Returns no order books, the default for a source of candles alone.
    package func orderBooks(for listings: [Listing], at time: Date) async throws -> [OrderBook] { [] }

    /// Returns no funding rates, the default for a source of candles alone.
    package func fundingRates(for listings: [Listing], at time: Date) async throws -> [FundingRate] { [] }

    /// Returns no options, the default for a source of candles alone.
    package func optionChains(for listings: [Listing], at time: Date) async throws -> [OptionChain] { [] }
}
