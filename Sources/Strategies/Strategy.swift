//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials

/// One way of looking for opportunities in market data.
///
/// A strategy is a pure function of the market, the time and its own documented parameters: it has no state, reads no
/// clock and draws no random numbers, so anyone can recompute what it reports.
package protocol Strategy: Sendable {
    /// The id on the wire, such as `spot_momentum_strategy`.
    var id: String { get }
    /// The name for people.
    var name: String { get }
    /// The type of the opportunities it finds, such as `spot_momentum`.
    var opportunityType: String { get }
    /// The candles it looks at.
    var need: CandleNeed { get }

    /// Judges a market as of a given time.
    ///
    /// - Parameters:
    ///   - market: The listings with the candles that ``need`` asks for, the newest being the last that had closed.
    ///   - time: When the market is looked at; it becomes the time of discovery.
    /// - Returns: What was found, in the market's order, at most one opportunity for each symbol.
    /// - Throws: Whatever keeps the strategy as a whole from judging; unsound data of a symbol only omits that symbol.
    func findings(in market: [MarketSeries], at time: Date) throws -> StrategyFindings
}
