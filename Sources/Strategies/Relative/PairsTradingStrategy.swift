//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
import Glibc
package import MarketModel

/// Trades the spread of two cointegrated symbols back to its mean, on candles of one hour.
///
/// The logarithm of one price is regressed on that of the other, the more liquid of the two, over 480 candles; the
/// residual is the spread, which the augmented Dickey–Fuller test of Engle and Granger tests for stationarity (at most
/// 4 lags, by Akaike's criterion). A spread more than 2 and less than 4 of its standard deviations from its mean is
/// traded back to it, with a stop 2 deviations further away. The strength is 2.5 · |z|, at most 10. A unit is 1 USD of
/// the first symbol against h USD of the second; capital is both, and entry and exit are the price of the first divided
/// by that of the second to the power h.
///
/// 500 symbols have 124 750 pairs; at 5 % each, thousands of them would pass by chance. So only plausible pairs are
/// tested: of the 200 most liquid symbols, those whose returns correlate by at least 0.3, the 250 highest of them. The
/// correlation of returns is no evidence that the spread returns, so this choice does not bias the test. The
/// probabilities of all pairs tested are then judged together by the procedure of Benjamini and Hochberg: of the pairs
/// that pass, 5 % are false on average. Sources: Engle and Granger, *Co-integration and Error Correction*, 1987;
/// Benjamini and Hochberg, *Controlling the False Discovery Rate*, 1995; Vidyamurthy, *Pairs Trading*, 2004.
///
/// On pure random walks it reports nothing, since their returns do not correlate (40 markets of 50 walks). On walks
/// with a common factor, whose returns do, it reports something in 0.5 % of the markets, and 2 of 100 000 tested pairs
/// (400 markets of 50 walks).
package struct PairsTradingStrategy: Strategy {
    package let id = "pairs_trading"
    package let name = "Pairs Trading"
    package let opportunityType = "pairs_trading"
    package let need = CandleNeed(interval: .oneHour, count: 480)
    package let universe: Int? = greatestSymbolCount

    /// Makes the strategy with its documented parameters.
    package init() {}

    /// Judges the pairs.
    ///
    /// - Complexity: O(n) in the number of candles, plus a bounded cost for 200 symbols and 250 pairs.
    package func findings(in market: Market, at time: Date) -> StrategyFindings {
        var findings = StrategyFindings()
        let universe = Universe(market, need: need, at: time, findings: &findings)
        let pairs = candidates(in: universe).compactMap { Pair($0, in: universe) }
        let greatest = Self.greatestPValue(pairs.map(\.cointegration.pValue))
        for pair in pairs {
            findings.signals.count(strength: pair.strength)
            guard let greatest, pair.cointegration.pValue <= greatest else { continue }
            if let draft = pair.draft(testedCount: pairs.count) {
                findings.opportunities.append(opportunity(draft, at: time))
            }
        }
        return findings
    }

    /// Selects the pairs to test, the less liquid symbol first in each, in the order of the market.
    private func candidates(in universe: Universe) -> [PairCandidate] {
        let liquid = universe.members.map(\.listing).indicesByVolume.prefix(Self.greatestSymbolCount)
        var candidates: [PairCandidate] = []
        for (rank, more) in liquid.enumerated() {
            for less in liquid[(rank + 1)...] {
                let correlation = universe.correlation(more, less)
                guard correlation >= Self.leastCorrelation else { continue }
                candidates.append(PairCandidate(first: less, second: more, correlation: correlation))
            }
        }
        candidates.sort { ($1.correlation, $0.first, $0.second) < ($0.correlation, $1.first, $1.second) }
        return candidates.prefix(Self.greatestPairCount).sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    }

    /// Computes the greatest p-value that passes the procedure of Benjamini and Hochberg.
    static func greatestPValue(_ probabilities: [Double]) -> Double? {
        let count = Double(probabilities.count)
        return probabilities.sorted().enumerated().last { rank, probability in
            probability <= falseDiscoveryRate * Double(rank + 1) / count
        }?
        .element
    }

    private static let greatestSymbolCount = 200
    private static let greatestPairCount = 250
    private static let leastCorrelation = 0.3
    private static let falseDiscoveryRate = 0.05
}

/// Two members of a universe, by their indices.
private struct PairCandidate {
    let first: Int
    let second: Int
    let correlation: Double
}

/// A pair of symbols with its spread.
private struct Pair {
    let first: Universe.Member
    let second: Universe.Member
    let correlation: Double
    let cointegration: Cointegration
    /// The standard deviation of the spread.
    let deviation: Double
    /// The distance of the spread from its mean, in standard deviations.
    let score: Double

    init?(_ candidate: PairCandidate, in universe: Universe) {
        first = universe.members[candidate.first]
        second = universe.members[candidate.second]
        correlation = candidate.correlation
        guard
            let cointegration = Cointegration.engleGranger(
                first.logPrices,
                on: second.logPrices,
                greatestLagCount: Self.greatestLagCount
            )
        else { return nil }
        self.cointegration = cointegration
        let residuals = cointegration.residuals
        deviation = (dotProduct(residuals.span, residuals.span) / Double(residuals.count)).squareRoot()
        score = residuals[residuals.count - 1] / deviation
    }

    var strength: Double { min(10, 2.5 * score.magnitude) }

    func draft(testedCount: Int) -> OpportunityDraft? {
        let ratio = cointegration.hedgeRatio
        guard ratio > Self.leastHedge, ratio < 1 / Self.leastHedge else { return nil }
        guard score.magnitude > Self.entryScore, score.magnitude < Self.stopScore else { return nil }
        let returning = Indicators.meanReversionTest(cointegration.residuals)
        guard let returning, let halfLife = returning.halfLife else { return nil }
        // All values are in units of the capital, which is 1 in the first symbol and the ratio in the second.
        let unit = deviation / (1 + ratio)
        let plan = TradePlan(
            side: score > 0 ? .sell : .buy,
            entry: 1,
            stopDistance: Self.stopDistance * unit,
            targetDistance: score.magnitude * unit
        )
        let volume = min(first.listing.volume24hUSD, second.listing.volume24hUSD)
        let entry = exp(
            first.logPrices[first.logPrices.count - 1] - ratio * second.logPrices[second.logPrices.count - 1]
        )
        let exit = exp(cointegration.intercept)
        guard let plan, let position = Position(plan, volume24hUSD: volume) else { return nil }
        guard entry > 0, exit > 0, entry.isFinite, exit.isFinite else { return nil }
        let move = unit * (2 * -returning.rate).squareRoot() * Self.candlesADay.squareRoot()
        return OpportunityDraft(
            symbol: "\(first.base)-\(second.base)",
            exchange: first.exchange(with: second),
            profitUSD: position.profitUSD,
            capitalUSD: position.capitalUSD,
            strength: strength,
            risk: RiskLevel(dailyMove: move).raised,
            timeframe: "1-3d",
            entry: entry,
            exit: exit,
            metadata: [
                "side": .string(plan.side.rawValue),
                "first_symbol": .string(first.listing.symbol),
                "second_symbol": .string(second.listing.symbol),
                "hedge_ratio": .number(WireNumber.score(ratio)),
                "z_score": .number(WireNumber.score(score)),
                "half_life_hours": .number(WireNumber.score(halfLife)),
                "dickey_fuller": .number(WireNumber.score(cointegration.test.statistic)),
                "p_value": .number(cointegration.pValue),
                "correlation": .number(WireNumber.score(correlation)),
                "pairs_tested": .number(Double(testedCount)),
                "interval": .string(CandleInterval.oneHour.rawValue),
            ]
        )
    }

    private static let greatestLagCount = 4
    private static let leastHedge = 0.1
    private static let entryScore = 2.0
    private static let stopScore = 4.0
    private static let stopDistance = 2.0
    private static let candlesADay = 24.0
}

extension Universe.Member {
    /// The base currency, or the whole symbol where it has no quote currency.
    fileprivate var base: Substring { listing.symbol.prefix { $0 != "-" } }

    /// Joins the names of the exchanges of both legs.
    fileprivate func exchange(with other: Self) -> String {
        listing.exchange == other.listing.exchange
            ? listing.exchange : "\(listing.exchange)/\(other.listing.exchange)"
    }
}
