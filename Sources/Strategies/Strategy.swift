//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

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
    /// What it looks at besides candles; nothing unless it says so.
    var parts: Set<MarketPart> { get }
    /// Whether its judgement of a symbol rests on that symbol and the portfolio alone, so that the symbols can be spread
    /// over the cores; no unless it says so.
    var judgesSymbolsAlone: Bool { get }
    /// How many listings it looks at, those of the greatest volume, besides those that are held; all unless it says so.
    ///
    /// What is judged together is held in memory together, however many symbols a market has.
    var universe: Int? { get }
    /// Whether it has nothing to say of a user whose portfolio is not known; no unless it says so.
    var needsPortfolio: Bool { get }

    /// Judges a market as of a given time.
    ///
    /// - Parameters:
    ///   - market: The listings with the candles that ``need`` asks for, the newest being the last that had closed, and
    ///     the ``parts`` that it asks for, as far as the market's source has them.
    ///   - time: When the market is looked at; it becomes the time of discovery.
    /// - Returns: What was found, in the market's order.
    /// - Throws: Whatever keeps the strategy as a whole from judging; unsound data of a symbol only omits that symbol.
    ///   What may take long looks at ``StopSign/check()`` now and then.
    func findings(in market: Market, at time: Date) throws -> StrategyFindings
}

extension Strategy {
    package var parts: Set<MarketPart> { [] }
    package var judgesSymbolsAlone: Bool { false }
    package var universe: Int? { nil }
    package var needsPortfolio: Bool { false }

    /// Judges candles alone.
    package func findings(in series: [MarketSeries], at time: Date) throws -> StrategyFindings {
        try findings(in: Market(series: series), at: time)
    }
}
