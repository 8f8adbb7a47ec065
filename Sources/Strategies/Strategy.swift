//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

/// A search for one kind of opportunity in market data.
///
/// A strategy is a pure function of the market, the time and its own documented parameters: it has no state, reads no
/// clock and draws no random numbers, so anyone can recompute what it reports.
package protocol Strategy: Sendable {
    /// The id on the wire, such as `spot_momentum_strategy`.
    var id: String { get }
    /// The display name.
    var name: String { get }
    /// The type of the opportunities it finds, such as `spot_momentum`.
    var opportunityType: String { get }
    /// The candles it needs.
    var need: CandleNeed { get }
    /// The parts of the market it needs besides candles; none by default.
    var parts: Set<MarketPart> { get }
    /// A Boolean value that indicates whether it judges each symbol by that symbol and the portfolio alone.
    ///
    /// Then the symbols can be spread over the cores; `false` by default.
    var judgesSymbolsAlone: Bool { get }
    /// The number of listings it judges, those of the greatest volume, besides the symbols held; all by default.
    ///
    /// Listings that are judged together are in memory together, however many symbols a market has.
    var universe: Int? { get }
    /// A Boolean value that indicates whether it finds nothing for a user without a known portfolio; `false` by
    /// default.
    var needsPortfolio: Bool { get }

    /// Judges a market as of a given time.
    ///
    /// - Parameters:
    ///   - market: The listings with the candles that ``need`` asks for, the newest being the last that had closed, and
    ///     the ``parts`` that it asks for, as far as the market's source has them.
    ///   - time: The time of the judgement, which becomes the time of discovery.
    /// - Returns: The findings, in the market's order.
    /// - Throws: An error that keeps the strategy as a whole from judging; unsound data of a symbol only omits that
    ///   symbol. Long computations call ``StopSign/check()`` regularly.
    func findings(in market: Market, at time: Date) throws -> StrategyFindings
}

extension Strategy {
    package var parts: Set<MarketPart> { [] }
    package var judgesSymbolsAlone: Bool { false }
    package var universe: Int? { nil }
    package var needsPortfolio: Bool { false }

    /// Judges a market of candles alone.
    package func findings(in series: [MarketSeries], at time: Date) throws -> StrategyFindings {
        try findings(in: Market(series: series), at: time)
    }
}
