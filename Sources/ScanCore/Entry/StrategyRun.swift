//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import MarketModel
package import Strategies

/// The run of one strategy in one scan.
package struct StrategyRun: Sendable, Hashable, Codable {
    /// The strategy's id.
    package let strategyID: String
    /// The strategy's name for people.
    package let name: String
    /// The opportunities that passed the filters.
    package let opportunities: [Opportunity]
    /// The signal counts by strength, including those of filtered opportunities.
    package let signals: SignalTally
    /// The number of symbols that the strategy examined.
    package let symbols: Int
    /// The tiers of these symbols, smallest first.
    package let tiers: [AssetTier]
    /// The symbols omitted for lack of sound data.
    package let omissions: Omissions
    /// The duration of the run, in milliseconds.
    package let milliseconds: Int64
    /// The error message for people, if the strategy failed.
    package let error: String?

    /// Creates a run.
    package init(
        strategyID: String,
        name: String,
        opportunities: [Opportunity] = [],
        signals: SignalTally = SignalTally(),
        symbols: Int = 0,
        tiers: [AssetTier] = [],
        omissions: Omissions = Omissions(),
        milliseconds: Int64,
        error: String? = nil
    ) {
        self.strategyID = strategyID
        self.name = name
        self.opportunities = opportunities
        self.signals = signals
        self.symbols = symbols
        self.tiers = tiers
        self.omissions = omissions
        self.milliseconds = milliseconds
        self.error = error
    }
}
