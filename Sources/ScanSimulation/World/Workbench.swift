//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies

/// A strategy that finds nothing; its time is virtual.
struct SimulatedStrategy: Strategy {
    let id: String
    /// Called before each evaluation.
    var begin: @Sendable () -> Void = {}
    let name = "Simulated"
    let opportunityType = "simulated"
    let need = CandleNeed(interval: .oneHour, count: 1)

    func findings(in market: Market, at time: Date) throws -> StrategyFindings {
        begin()
        return StrategyFindings()
    }
}

/// A market without listings.
struct SimulatedMarket: MarketSource {
    func listings() async throws -> [Listing] { [] }
    func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] { [] }
}
