//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

/// Quotes both sides of an order book whose spread covers the costs and the risk.
///
/// The risk is priced by Avellaneda and Stoikov, with all prices as fractions of the middle: the variance of the price
/// comes from the returns of 60 candles of one minute, over 5 minutes until an inventory is to be gone; κ is one over
/// the mean distance of the first ten levels behind the best price, at most 10 000; γ = κ / 10. The required spread is
/// the larger of theirs and of the costs, 0.2 % in maker fees for a round trip and 0.05 % to earn. A book whose spread
/// is at least that is quoted at its best prices, both shifted by −q·γ·σ²·τ, by at most 45 % of the spread, where q is
/// the user's holding in lots, within −5…5. A price that moved by more than two standard deviations within ten minutes
/// is not quoted: it would fill one side only.
///
/// A lot is 1000 USD, less where the best level is thinner or 0.1 % of the volume of 24 hours is less. The capital is a
/// lot for each side, the profit that of one hour: as many round trips as 1 % of the volume of the last hour fills, at
/// most twelve. The strength grows with the ratio of the spread to the required one, from 0 at a half to 10 at three.
/// Sources: Avellaneda and Stoikov, *High-Frequency Trading in a Limit Order Book*, 2008; Cartea, Jaimungal and
/// Penalva, *Algorithmic and High-Frequency Trading*, 2015.
///
/// The reports depend on the book: a random walk under a spread within the costs is never reported, and under a wide
/// one it is a sound market to make, left out by the bound on moves in 4.8 % of 20 000 walks.
package struct MarketMakingStrategy: Strategy {
    package let id = "market_making"
    package let name = "Market Making"
    package let opportunityType = "market_making"
    package let need = CandleNeed(interval: .oneMinute, count: 61)
    package let parts: Set<MarketPart> = [.orderBooks, .portfolio]
    package let judgesSymbolsAlone = true

    /// Makes the strategy with its documented parameters.
    package init() {}

    package func findings(in market: Market, at time: Date) throws -> StrategyFindings {
        let holdings = Dictionary(
            (market.portfolio?.holdings ?? []).map { ($0.symbol, $0.quantity) },
            uniquingKeysWith: { first, _ in first }
        )
        return try judgedWithBooks(market, at: time) { window, front, findings in
            let listing = window.listing
            let quotes = MarketMakingQuotes(front, in: window, held: holdings[listing.symbol] ?? 0)
            guard quotes.areFinite else { return findings.omit(listing, .nonFinite) }
            findings.signals.count(strength: quotes.strength)
            guard quotes.arePaid, !quotes.isRunningAway, let draft = quotes.draft(on: listing) else { return }
            findings.opportunities.append(opportunity(draft, at: time))
        }
    }
}
