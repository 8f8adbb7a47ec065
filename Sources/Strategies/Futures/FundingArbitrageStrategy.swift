//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

/// Earns the difference of funding rates between exchanges, without a position in the price.
///
/// Of a symbol's perpetual futures, the one with the highest rate an hour is sold and the one with the lowest is
/// bought, for the same amount. With the difference d of the rates an hour, as fractions, three days earn 72 · d / 2:
/// rates return to their mean, so half of the difference is counted. The costs are the taker fees of 0.05 % for each of
/// the four trades, and, where the future that is bought is marked above the one that is sold, that distance as a
/// fraction of the index; where it is marked below, nothing is added. The net has to be at least 0.05 % of the value of
/// a leg. A leg is 5000 USD, at most 0.1 % of the volume of 24 hours, and is paid in full, so that no move up to a
/// doubling liquidates it; the capital is both legs. The strength grows with the ratio of funding to costs, from 0 at a
/// half to 10 at four. Sources: He, Manela, Ross and von Wachter, *Fundamentals of Perpetual Futures*, 2022 (the
/// funding ties the future to its index); Ackerer, Hugonnier and Jermann, *Perpetual Futures Pricing*, 2024.
///
/// The candles show that futures and spot are of the same unit and time, and give the risk. The reports do not depend
/// on the path of the price: on pure random walks with the same rate everywhere there are none.
package struct FundingArbitrageStrategy: Strategy {
    package let id = "funding_arbitrage"
    package let name = "Funding Arbitrage"
    package let opportunityType = "funding_arbitrage"
    package let need = CandleNeed(interval: .oneHour, count: 25)
    package let parts: Set<MarketPart> = [.fundingRates]
    package let judgesSymbolsAlone = true

    /// Makes the strategy with its documented parameters.
    package init() {}

    package func findings(in market: Market, at time: Date) throws -> StrategyFindings {
        try judgedWithRates(market, at: time) { window, rates, findings in
            guard let pair = FundingPair(among: rates) else { return findings.omit(window.listing, .noQuotes) }
            findings.signals.count(strength: pair.strength)
            guard pair.net >= Self.leastNet, let draft = pair.draft(in: window) else { return }
            findings.opportunities.append(opportunity(draft, at: time))
        }
    }

    private static let leastNet = 0.0005
}
