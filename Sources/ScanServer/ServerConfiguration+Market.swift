//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketData
import MarketModel

extension ServerConfiguration {
    /// Opens the source of market data.
    ///
    /// - Throws: `MarketDataError` with the problem and the remedy.
    func openMarket() throws(MarketDataError) -> any MarketSource {
        try market.open(seed: marketSeed, symbolCount: symbolCount)
    }

    /// Finds out whether the source can be opened, and when files are to be looked at, unless that was given.
    ///
    /// Done once before anything listens, so that all workers look at the same moment.
    ///
    /// - Throws: ``ServerError`` with the problem and the remedy.
    mutating func settleMarket() async throws(ServerError) {
        do {
            let source = try openMarket()
            guard case .files = market, marketTime == nil else { return }
            marketTime = try await source.latestTime()
        } catch {
            throw ServerError("--market: \(error)")
        }
    }
}
