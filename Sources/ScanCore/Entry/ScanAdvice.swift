//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import MarketModel
package import Strategies

/// What a scan came to for its user: which strategies they run, and what those that they do not run would have added.
package struct ScanAdvice: Sendable, Hashable, Codable {
    /// A strategy that the user does not run.
    package struct Recommendation: Sendable, Hashable, Codable {
        /// The strategy.
        package let strategyID: String
        /// The strategy's name for people.
        package let name: String
        /// What kind of opportunity it finds.
        package let opportunityType: String
        /// What it found in this scan and the scan's filters kept.
        package let contribution: Contribution
        /// Whether the scan shows these opportunities; if not, they were only looked for.
        package let isPartOfScan: Bool
    }

    /// The strategies that the user runs: those of the portfolio where that is known, else those of the scan.
    package let activeStrategies: [String]
    /// Those that would have added something, by what they would have added, the most first.
    package let recommendations: [Recommendation]

    /// Finds out which runs are worth recommending.
    ///
    /// - Parameters:
    ///   - runs: What every strategy found, the ones of the scan first.
    ///   - strategies: The strategies, for their types.
    ///   - scanned: The strategies that the scan runs.
    ///   - portfolio: What is known of the user.
    package init(_ runs: [StrategyRun], strategies: [any Strategy], scanned: [String], portfolio: Portfolio?) {
        // A portfolio that names no strategies says nothing about them.
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
        self.activeStrategies = active
        self.recommendations = candidates.sorted { left, right in
            let potentials = (left.contribution.totalPotentialUSD, right.contribution.totalPotentialUSD)
            return potentials.0 == potentials.1 ? left.strategyID < right.strategyID : potentials.0 > potentials.1
        }
    }
}

/// What some opportunities come to together.
package struct Contribution: Sendable, Hashable, Codable {
    /// How many there are.
    package let count: Int
    /// What they yield together if all of them work out, in USD, to the cent.
    package let totalPotentialUSD: Double
    /// Their mean confidence, 0…100, to two places; 0 where there is none.
    package let averageConfidence: Double

    /// Adds opportunities up.
    package init(of opportunities: [Opportunity]) {
        let confidence = opportunities.reduce(0) { $0 + $1.confidenceScore }
        self.count = opportunities.count
        self.totalPotentialUSD = Self.hundredths(opportunities.reduce(0) { $0 + $1.profitPotentialUSD })
        self.averageConfidence = Self.hundredths(confidence / Double(max(1, count)))
    }

    private static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
