//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import MarketModel
package import Strategies

/// What one strategy made of the market, within one scan.
package struct StrategyRun: Sendable, Hashable, Codable {
    /// The strategy.
    package let strategyID: String
    /// The strategy's name for people.
    package let name: String
    /// What it found and the filters kept.
    package let opportunities: [Opportunity]
    /// How strong the signals were that it saw, kept or not.
    package let signals: SignalTally
    /// How many symbols it looked at.
    package let symbols: Int
    /// The tiers of these symbols, the smallest first.
    package let tiers: [AssetTier]
    /// The symbols it left out, for want of sound data.
    package let omissions: Omissions
    /// How long it took, in milliseconds.
    package let milliseconds: Int64
    /// Why it has nothing to say, if it failed; a sentence for people.
    package let error: String?

    /// Records a run.
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
