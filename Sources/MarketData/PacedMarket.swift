//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

/// A market with an added latency, like one behind a network.
///
/// It makes a scan of synthetic data last as long as a real one, so that it can be polled.
package struct PacedMarket: MarketSource {
    private let source: any MarketSource
    private let pace: Duration
    private let clock: any Clock<Duration>

    /// Adds latency to a source.
    ///
    /// - Parameters:
    ///   - source: The source of the data.
    ///   - pace: The added latency of each request for candles; none when it is zero or negative.
    ///   - clock: The clock that measures the latency.
    package init(_ source: any MarketSource, pace: Duration, clock: any Clock<Duration> = ContinuousClock()) {
        self.source = source
        self.pace = pace
        self.clock = clock
    }

    package func latestTime() async throws -> Date? {
        try await source.latestTime()
    }

    package func listings() async throws -> [Listing] {
        try await source.listings()
    }

    /// Waits for the latency, then fetches from the source.
    ///
    /// - Throws: `CancellationError` at once when the task is cancelled, and the errors of the source.
    package func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] {
        if pace > .zero { try await clock.sleep(for: pace) }
        return try await source.series(for: listings, need: need, until: time)
    }

    package func orderBooks(for listings: [Listing], at time: Date) async throws -> [OrderBook] {
        try await source.orderBooks(for: listings, at: time)
    }

    package func fundingRates(for listings: [Listing], at time: Date) async throws -> [FundingRate] {
        try await source.fundingRates(for: listings, at: time)
    }

    package func optionChains(for listings: [Listing], at time: Date) async throws -> [OptionChain] {
        try await source.optionChains(for: listings, at: time)
    }
}
