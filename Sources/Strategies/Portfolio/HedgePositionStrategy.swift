//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

/// Finds the cheapest hedge of a portfolio's largest positions for a week.
///
/// It considers the three largest positions, each of which is to be hedged where its own value at risk over seven days,
/// 1.645 · σ · √7 · value with the standard deviation σ of 180 daily returns, is at least 5 % of the user's equity. The
/// candidates are (``HedgeCandidate``):
/// - direct: the perpetual future of the same symbol, of the same value, on the opposite side; it removes all of the
///   risk;
/// - an option: the puts below the price, or for a short position the calls above it, within 15 % of it, that expire in
///   7 to 60 days, bought at the ask; it removes the excess of the value at risk over the distance to the strike;
/// - correlated: the perpetual future of another of the 200 symbols of the greatest volume, of |β| = |ρ|·σ/σ′ times the
///   value, where the magnitude of the correlation ρ is at least 0.9; it removes the share 1 − √(1 − ρ²).
///
/// The cheapest is the one with the least cost for a dollar of risk removed, among those that remove at least a half;
/// of those that earn, the one that earns most, times the share of the risk it removes. A future costs two taker fees
/// of 0.05 % and a week of funding, or earns it; an option the part 1 − √(1 − 7 d / T) of its ask, since the time value
/// falls with the root of the remaining time T, the spread, and a fee of 0.03 % of the underlying. The profit is the
/// earning of a hedge, 0 where it costs. The capital is half the value of a future, or the ask of an option. The
/// strength grows with the value at risk, from 0 at 2 % of the user's equity to 10 at 25 %. Sources: Louis Ederington,
/// *The Hedging Performance of the New Futures Markets*, 1979 (the ratio β and the share ρ² of the variance); Philippe
/// Jorion, *Value at Risk*, 2006; John C. Hull, *Options, Futures, and Other Derivatives* (protective put; the decay of
/// time value).
///
/// No two of 500 independent random walks of 180 returns have a correlation of 0.9 (124 750 pairs, at most 0.34).
package struct HedgePositionStrategy: Strategy {
    package let id = "hedge_position"
    package let name = "Position Hedge"
    package let opportunityType = "hedge"
    package let need = ValuedPortfolio.need
    package let parts: Set<MarketPart> = [.portfolio, .fundingRates, .optionChains]
    package let universe: Int? = 200
    package let needsPortfolio = true

    /// Makes the strategy with its documented parameters.
    package init() {}

    package func findings(in market: Market, at time: Date) -> StrategyFindings {
        var findings = StrategyFindings()
        guard let portfolio = ValuedPortfolio.value(market, at: time, omitting: &findings) else { return findings }
        let desk = HedgeBook(market, need: need, at: time)
        let largest = portfolio.positions.sorted {
            ($1.valueUSD.magnitude, $0.listing.symbol) < ($0.valueUSD.magnitude, $1.listing.symbol)
        }
        for position in largest.prefix(Self.hedgedPositions) {
            let exposure = HedgedExposure(position)
            let share = exposure.riskUSD / portfolio.equityUSD
            let strength = 10 * Self.riskRamp(share)
            guard strength.isFinite else {
                findings.omit(position.listing, .nonFinite)
                continue
            }
            findings.signals.count(strength: strength)
            guard share >= Self.leastRisk else { continue }
            guard let hedge = desk.cheapest(for: exposure) else {
                findings.omit(position.listing, .noQuotes)
                continue
            }
            let draft = hedge.draft(for: exposure, strength: strength)
            findings.opportunities.append(opportunity(draft, at: time))
        }
        return findings
    }

    private static let hedgedPositions = 3
    private static let leastRisk = 0.05
    private static let riskRamp = LinearRamp(lower: 0.02, upper: 0.25)
}

/// A position with its risk.
struct HedgedExposure {
    /// The position.
    let position: ValuedPortfolio.Position
    /// The standard deviation of its daily returns.
    let deviation: Double
    /// Its value at risk over the time of the hedge, in USD.
    let riskUSD: Double

    /// Measures a position.
    init(_ position: ValuedPortfolio.Position) {
        self.position = position
        deviation = Returns.deviation(position.returns)
        riskUSD = ValueAtRisk.normalQuantile * deviation * Self.days.squareRoot() * position.valueUSD.magnitude
    }

    /// The duration of a hedge in days.
    static let days = 7.0

    /// The duration of a hedge in milliseconds.
    static let milliseconds: Int64 = 7 * 86_400_000
}
