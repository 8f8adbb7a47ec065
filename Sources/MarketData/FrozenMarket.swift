//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel
import Synchronization

/// A market that caches every response of a source for good.
///
/// Repeated scans on it take only the time of judging: nothing is made or fetched again. It never evicts, so it is for
/// a limited number of scans to be compared.
package final class FrozenMarket: MarketSource {
    private enum Request: Hashable {
        case series([String], CandleNeed, Date)
        case orderBooks([String], Date)
        case fundingRates([String], Date)
        case optionChains([String], Date)
    }

    private let source: any MarketSource
    private let known = Mutex<(listings: [Listing]?, answers: [Request: any Sendable])>((nil, [:]))

    /// Freezes a source.
    package init(_ source: any MarketSource) {
        self.source = source
    }

    package func latestTime() async throws -> Date? {
        try await source.latestTime()
    }

    package func listings() async throws -> [Listing] {
        if let listings = known.withLock({ $0.listings }) { return listings }
        let listings = try await source.listings()
        known.withLock { $0.listings = listings }
        return listings
    }

    package func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] {
        try await answer(.series(listings.map(\.symbol), need, time)) {
            try await source.series(for: listings, need: need, until: time)
        }
    }

    package func orderBooks(for listings: [Listing], at time: Date) async throws -> [OrderBook] {
        try await answer(.orderBooks(listings.map(\.symbol), time)) {
            try await source.orderBooks(for: listings, at: time)
        }
    }

    package func fundingRates(for listings: [Listing], at time: Date) async throws -> [FundingRate] {
        try await answer(.fundingRates(listings.map(\.symbol), time)) {
            try await source.fundingRates(for: listings, at: time)
        }
    }

    package func optionChains(for listings: [Listing], at time: Date) async throws -> [OptionChain] {
        try await answer(.optionChains(listings.map(\.symbol), time)) {
            try await source.optionChains(for: listings, at: time)
        }
    }

    private func answer<Answer: Sendable>(
        _ request: Request,
        from source: () async throws -> Answer
    ) async throws -> Answer {
        if let answer = known.withLock({ $0.answers[request] }) as? Answer { return answer }
        let answer = try await source()
        known.withLock { $0.answers[request] = answer }
        return answer
    }
}
