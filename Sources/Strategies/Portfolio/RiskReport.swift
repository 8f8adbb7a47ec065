//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The risk of a portfolio, and the contributions of its positions.
struct RiskReport {
    private let portfolio: ValuedPortfolio
    /// The positions as fractions of the user's equity.
    private let weights: [Double]
    /// The contributions of the positions to the variance, which add up to 1.
    private let contributions: [Double]
    private let risk: ValueAtRisk
    /// Herfindahl's index, the sum of squared invested shares: 1 for a single position, 1/n for n equal ones.
    private let concentration: Double
    /// The index of the position that contributes most.
    private let largest: Int

    /// Measures a portfolio, or gives `nil` where its numbers overflow.
    init?(of portfolio: ValuedPortfolio) {
        let positions = portfolio.positions
        let weights = positions.map { $0.valueUSD / portfolio.equityUSD }
        let covariance = SymmetricMatrix.covariance(of: positions.map(\.returns))
        let variance = covariance.quadratic(weights)
        let contributions = zip(weights, covariance.times(weights)).map { variance > 0 ? $0 * $1 / variance : 0 }
        let invested = weights.reduce(0) { $0 + $1.magnitude }
        let risk = ValueAtRisk(of: ValuedPortfolio.returns(of: positions, weights: weights))
        guard
            let risk, let largest = contributions.indices.max(by: { contributions[$0] < contributions[$1] }),
            (risk.historical + risk.normal + risk.expectedShortfall).isFinite, invested > 0,
            contributions.allSatisfy(\.isFinite)
        else { return nil }
        self.portfolio = portfolio
        self.weights = weights
        self.contributions = contributions
        self.risk = risk
        self.largest = largest
        concentration = weights.reduce(0) { $0 + ($1 / invested) * ($1 / invested) }
    }

    /// Computes the urgency of reducing a position, 0…10.
    func strength(of index: Int) -> Double {
        let byShare = Self.shareRamp(weights[index].magnitude)
        let byRisk = index == largest ? Self.riskRamp(max(0, risk.historical)) : 0
        return 10 * max(byShare, byRisk)
    }

    /// Makes the draft of reducing a position, or `nil` where it is within the limits.
    func draft(of index: Int) -> OpportunityDraft? {
        let position = portfolio.positions[index]
        let share = weights[index].magnitude
        let byShare = share > Self.greatestShare ? 1 - Self.greatestShare / share : 0
        let byRisk = index == largest && risk.historical > Self.greatestRisk ? reductionForRisk(of: index) : 0
        guard byShare > 0 || byRisk > 0 else { return nil }
        let reduction = max(byShare, byRisk)
        let reason = byShare == 0 ? "value_at_risk" : (byRisk == 0 ? "concentration" : "value_at_risk,concentration")
        return OpportunityDraft(
            symbol: position.listing.symbol,
            exchange: position.listing.exchange,
            profitUSD: 0,
            capitalUSD: 0,
            strength: strength(of: index),
            risk: RiskLevel(dailyMove: Returns.deviation(position.returns)),
            timeframe: "1d",
            entry: nil,
            exit: position.price,
            metadata: [
                "side": .string(position.quantity > 0 ? "sell" : "buy"),
                "reason": .string(reason),
                "reduce_percent": .number(WireNumber.score(reduction * 100)),
                "reduce_usd": .number(WireNumber.cents(reduction * position.valueUSD.magnitude)),
                "share_percent": .number(WireNumber.score(weights[index] * 100)),
                "risk_contribution_percent": .number(WireNumber.score(contributions[index] * 100)),
                "portfolio_value_usd": .number(WireNumber.cents(portfolio.equityUSD)),
                "value_at_risk_percent": .number(WireNumber.score(risk.historical * 100)),
                "normal_value_at_risk_percent": .number(WireNumber.score(risk.normal * 100)),
                "expected_shortfall_percent": .number(WireNumber.score(risk.expectedShortfall * 100)),
                "herfindahl_index": .number(WireNumber.score(concentration)),
                "interval": .string(CandleInterval.oneDay.rawValue),
            ]
        )
    }

    /// Finds the smallest reduction of a position, in twentieths, that keeps the value at risk within its limit, or 1.
    private func reductionForRisk(of index: Int) -> Double {
        for twentieths in 1..<20 {
            var reduced = weights
            reduced[index] *= Double(20 - twentieths) / 20
            let returns = ValuedPortfolio.returns(of: portfolio.positions, weights: reduced)
            if let risk = ValueAtRisk(of: returns), risk.historical <= Self.greatestRisk {
                return Double(twentieths) / 20
            }
        }
        return 1
    }

    private static let greatestShare = 0.25
    private static let greatestRisk = 0.05
    private static let shareRamp = LinearRamp(lower: 0.1, upper: 1)
    private static let riskRamp = LinearRamp(lower: 0.025, upper: 0.15)
}
