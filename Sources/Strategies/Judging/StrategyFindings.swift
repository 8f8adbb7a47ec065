//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The findings of one strategy in one market.
package struct StrategyFindings: Sendable, Codable, Hashable {
    /// The opportunities found, in the market's order.
    package var opportunities: [Opportunity]
    /// The strengths of the signals of all judged symbols, reported or not.
    package var signals: SignalTally
    /// The symbols that could not be judged, in the market's order.
    package var omitted: [OmittedSymbol]

    /// Makes findings, which are empty by default.
    package init(
        opportunities: [Opportunity] = [],
        signals: SignalTally = SignalTally(),
        omitted: [OmittedSymbol] = []
    ) {
        self.opportunities = opportunities
        self.signals = signals
        self.omitted = omitted
    }

    /// Omits a symbol for a reason.
    mutating func omit(_ listing: Listing, _ reason: OmissionReason) {
        omitted.append(OmittedSymbol(symbol: listing.symbol, reason: reason))
    }
}
