//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import MarketModel
package import Strategies

/// Advice to the user of a scan: their active strategies, and recommendations of others that would have added findings.
package struct ScanAdvice: Sendable, Hashable, Codable {
    /// A recommended strategy, which the user does not run.
    package struct Recommendation: Sendable, Hashable, Codable {
        /// The strategy's id.
        package let strategyID: String
        /// The strategy's name for people.
        package let name: String
        /// The type of opportunity that the strategy finds.
        package let opportunityType: String
        /// The strategy's findings in this scan, after the scan's filters.
        package let contribution: Contribution
        /// A flag that is true if the scan itself ran the strategy, so that its results include these opportunities.
        package let isPartOfScan: Bool
    }

    /// The user's active strategies: those of the portfolio if it names any, otherwise those of the scan.
    package let activeStrategies: [String]
    /// The strategies that would have added findings, by potential, highest first.
    package let recommendations: [Recommendation]

    /// Selects the runs that are worth recommending.
    ///
    /// - Parameters:
    ///   - runs: The runs of all strategies, those of the scan first.
    ///   - strategies: The known strategies, for their opportunity types.
    ///   - scanned: The strategies in the scan.
    ///   - portfolio: The user's portfolio, if known.
    package init(_ runs: [StrategyRun], strategies: [any Strategy], scanned: [String], portfolio: Portfolio?) {
        // A portfolio without strategies does not mean that the user runs none.
        let active = portfolio.flatMap { $0.strategies.isEmpty ? nil : $0.strategies } ?? scanned
        let types = Dictionary(strategies.map { ($0.id, $0.opportunityType) }) { first, _ in first }
        let candidates = runs.compactMap { run -> Recommendation? in
            guard !active.contains(run.strategyID), let type = types[run.strategyID], !run.opportunities.isEmpty else {
                return nil
            }
            return Recommendation(
                strategyID: run.strategyID,
                name: run.name,
                opportunityType: type,
                contribution: Contribution(of: run.opportunities),
                isPartOfScan: scanned.contains(run.strategyID)
            )
        }
        activeStrategies = active
        recommendations = candidates.sorted { left, right in
            let potentials = (left.contribution.totalPotentialUSD, right.contribution.totalPotentialUSD)
            return potentials.0 == potentials.1 ? left.strategyID < right.strategyID : potentials.0 > potentials.1
        }
    }
}

/// The totals of a group of opportunities.
package struct Contribution: Sendable, Hashable, Codable {
    /// The number of opportunities.
    package let count: Int
    /// The total profit if all of them succeed, in USD, rounded to cents.
    package let totalPotentialUSD: Double
    /// The mean confidence, 0…100, to two decimals; 0 if there are no opportunities.
    package let averageConfidence: Double

    /// Sums up opportunities.
    package init(of opportunities: [Opportunity]) {
        let confidence = opportunities.reduce(0) { $0 + $1.confidenceScore }
        count = opportunities.count
        totalPotentialUSD = Self.hundredths(opportunities.reduce(0) { $0 + $1.profitPotentialUSD })
        averageConfidence = Self.hundredths(confidence / Double(max(1, count)))
    }

    private static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
