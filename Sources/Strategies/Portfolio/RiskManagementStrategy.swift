//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

/// Proposes reductions of holdings where a portfolio's risk exceeds its limits.
///
/// There are two limits. The value at risk, which the present mix would have lost on the worst of twenty days of the
/// last 180 (historical simulation), may be 5 % of the user's equity; where it is more, the holding that contributes
/// most to the variance, wᵢ·(Σ·w)ᵢ / wᵀ·Σ·w, is to be reduced in steps of a twentieth until it is within the limit, or
/// closed. And no holding may be more than 25 % of the user's equity; one that is, is to be reduced to that. The profit
/// is 0, since an avoided loss is not a profit, and so is the capital. The strength is the larger of the share, from 0
/// at 10 % to 10 at 100 %, and for the largest contributor the value at risk, from 0 at 2.5 % to 10 at 15 %. Sources:
/// Philippe Jorion, *Value at Risk*, 2006; Acerbi and Tasche, *On the Coherence of Expected Shortfall*, 2002;
/// Herfindahl's index for the concentration.
///
/// Because of sampling error, of portfolios of five independent random walks with a true value at risk of 4 %, 0.9 %
/// are reported (2000 portfolios).
package struct RiskManagementStrategy: PortfolioStrategy {
    package let id = "risk_management"
    package let name = "Risk Management"
    package let opportunityType = "risk_mitigation"

    /// Makes the strategy with its documented parameters.
    package init() {}

    package func findings(in market: Market, at time: Date) -> StrategyFindings { judged(market, at: time) }

    func judge(_ portfolio: ValuedPortfolio, record: (Double, OpportunityDraft?) -> Void) {
        guard let report = RiskReport(of: portfolio) else { return }
        for index in portfolio.positions.indices { record(report.strength(of: index), report.draft(of: index)) }
    }
}
