//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel

/// A strategy that judges the user's portfolio alone.
///
/// A conforming type judges the holdings that could be valued; what it needs of the market, and the report of holdings
/// that could not be valued, are shared.
protocol PortfolioStrategy: Strategy {
    /// Judges a portfolio.
    ///
    /// - Parameters:
    ///   - portfolio: The user's holdings, with their values.
    ///   - record: Counts the strength of a signal, and reports its draft if there is one.
    func judge(_ portfolio: ValuedPortfolio, record: (_ strength: Double, _ draft: OpportunityDraft?) -> Void)
}

extension PortfolioStrategy {
    package var need: CandleNeed { ValuedPortfolio.need }
    package var parts: Set<MarketPart> { [.portfolio] }
    package var universe: Int? { 0 }
    package var needsPortfolio: Bool { true }

    /// Judges the user's portfolio in a market.
    func judged(_ market: Market, at time: Date) -> StrategyFindings {
        var findings = StrategyFindings()
        guard let portfolio = ValuedPortfolio.value(market, at: time, omitting: &findings) else { return findings }
        judge(portfolio) { strength, draft in
            findings.signals.count(strength: strength)
            if let draft { findings.opportunities.append(opportunity(draft, at: time)) }
        }
        return findings
    }
}
