//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// What one strategy made of one market.
package struct StrategyFindings: Sendable, Codable, Hashable {
    /// What was found, in the market's order.
    package var opportunities: [Opportunity]
    /// How strong the signals of all judged symbols were, reported or not.
    package var signals: SignalTally
    /// The symbols that could not be judged, in the market's order.
    package var omitted: [OmittedSymbol]

    /// Puts findings together; by default there are none.
    package init(
        opportunities: [Opportunity] = [],
        signals: SignalTally = SignalTally(),
        omitted: [OmittedSymbol] = []
    ) {
        self.opportunities = opportunities
        self.signals = signals
        self.omitted = omitted
    }

    /// Leaves a symbol out.
    mutating func omit(_ listing: Listing, _ reason: OmissionReason) {
        omitted.append(OmittedSymbol(symbol: listing.symbol, reason: reason))
    }
}
