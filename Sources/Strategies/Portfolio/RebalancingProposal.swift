//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The comparison of a portfolio's weights with target weights, and the resulting trades.
struct RebalancingProposal {
    private let positions: [ValuedPortfolio.Position]
    /// The value of the holdings, in USD.
    private let investedUSD: Double
    /// The present weights.
    private let present: [Double]
    private let targets: [TargetWeights]

    /// Compares a portfolio, or gives `nil` where it has fewer than two long holdings or no target weights.
    init?(for portfolio: ValuedPortfolio) {
        let positions = portfolio.positions.filter { $0.valueUSD > 0 }
        let invested = positions.reduce(0) { $0 + $1.valueUSD }
        guard positions.count > 1, invested.isFinite else { return nil }
        let columns = positions.map(\.returns)
        let present = positions.map { $0.valueUSD / invested }
        let targets = TargetWeights.Method.allCases.compactMap {
            TargetWeights(by: $0, from: columns, present: present)
        }
        guard !targets.isEmpty, targets.allSatisfy({ ($0.statistic + $0.gain).isFinite }) else { return nil }
        self.positions = positions
        self.present = present
        self.targets = targets
        investedUSD = invested
    }

    /// The strength of the evidence for other weights, 0…10.
    var strength: Double {
        10 * Self.statisticRamp(targets.reduce(0) { max($0, $1.statistic) })
    }

    /// The draft for the best set of weights that passed the test and gains at least a cent.
    var draft: OpportunityDraft? {
        let proven = targets.filter { $0.statistic > Self.leastStatistic }
        guard
            let best = proven.max(by: { net(of: $0) < net(of: $1) }), net(of: best) * investedUSD >= 0.01,
            let largest = positions.indices.max(by: { change(of: $0, in: best) < change(of: $1, in: best) })
        else { return nil }
        let position = positions[largest]
        let columns = positions.map(\.returns)
        let covariance = SymmetricMatrix.shrunkCovariance(of: columns)
        let deviation = covariance.quadratic(best.weights).squareRoot()
        var metadata: [String: MetadataValue] = [
            "side": .string(best.weights[largest] > present[largest] ? "buy" : "sell"),
            "method": .string(best.method.rawValue),
            "portfolio_value_usd": .number(WireNumber.cents(investedUSD)),
            "turnover_percent": .number(WireNumber.score(turnover(to: best) / 2 * 100)),
            "costs_usd": .number(WireNumber.cents(turnover(to: best) * Self.costs * investedUSD)),
            "daily_volatility_percent": .number(WireNumber.score(covariance.quadratic(present).squareRoot() * 100)),
            "target_daily_volatility_percent": .number(WireNumber.score(deviation * 100)),
            "interval": .string(CandleInterval.oneDay.rawValue),
        ]
        for target in targets {
            metadata["\(target.method.rawValue)_statistic"] = .number(WireNumber.score(target.statistic))
            metadata["\(target.method.rawValue)_gain_percent"] = .number(WireNumber.score(target.gain * 100))
        }
        for index in changes(in: best).prefix(Self.shownHoldings) {
            let symbol = positions[index].listing.symbol
            metadata["weight_percent_\(symbol)"] = .number(WireNumber.score(present[index] * 100))
            for target in targets {
                let weight = WireNumber.score(target.weights[index] * 100)
                metadata["\(target.method.rawValue)_weight_percent_\(symbol)"] = .number(weight)
            }
        }
        return OpportunityDraft(
            symbol: position.listing.symbol,
            exchange: position.listing.exchange,
            profitUSD: net(of: best) * investedUSD,
            capitalUSD: turnover(to: best) / 2 * investedUSD,
            strength: 10 * Self.statisticRamp(best.statistic),
            risk: RiskLevel(dailyMove: deviation),
            timeframe: "30d",
            entry: position.price,
            exit: nil,
            metadata: metadata
        )
    }

    /// Computes the sum of all changes, twice the value bought.
    private func turnover(to target: TargetWeights) -> Double {
        positions.indices.reduce(0) { $0 + change(of: $1, in: target) }
    }

    private func change(of index: Int, in target: TargetWeights) -> Double {
        (target.weights[index] - present[index]).magnitude
    }

    /// Sorts the positions by the size of their change, the largest first.
    private func changes(in target: TargetWeights) -> [Int] {
        positions.indices.sorted { (change(of: $1, in: target), $0) < (change(of: $0, in: target), $1) }
    }

    /// Computes the gain after costs, as a fraction of the invested value.
    private func net(of target: TargetWeights) -> Double { target.gain - Self.costs * turnover(to: target) }

    private static let leastStatistic = 2.0
    private static let costs = 0.001
    private static let shownHoldings = 20
    private static let statisticRamp = LinearRamp(lower: 0, upper: 6)
}
