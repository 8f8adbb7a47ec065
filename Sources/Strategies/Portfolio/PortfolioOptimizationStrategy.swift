//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

/// Compares the weights of the user's holdings with two optimized sets of weights.
///
/// Of the long holdings, at least two, it finds the weights that maximize expected return less variance,
/// μᵀ·w − (3/2)·wᵀ·Σ·w (``MeanVarianceWeights``), and those with which every holding contributes the same risk
/// (``RiskParityWeights``), from 180 daily returns, with Ledoit's and Wolf's covariance and Bayes–Stein means. To avoid
/// overfitting, each set is first estimated from the first 120 days and tested on the last 60: the first for a greater
/// utility, the second for a smaller variance than the present weights, each with a statistic above 2
/// (``HeldOutTests``).
///
/// The gain of a set is the increase of the daily certainty equivalent over 30 days, with the same mean for all
/// holdings where the set is to reduce the risk alone, less 0.1 % of the traded value. Of the sets that pass the test,
/// the one with the larger gain is reported with the holding that changes most. The capital is the value bought. The
/// strength is the larger statistic, from 0 at 0 to 10 at 6. Sources: Harry Markowitz, *Portfolio Selection*, 1952;
/// Maillard, Roncalli and Teïletche, *The Properties of Equally Weighted Risk Contribution Portfolios*, 2010; DeMiguel,
/// Garlappi and Uppal, *Optimal Versus Naive Diversification*, 2009 (the need for out-of-sample tests).
///
/// Of portfolios of equal shares in five independent random walks of the same distribution, which cannot be improved,
/// 2.0 % are reported (2000 portfolios).
package struct PortfolioOptimizationStrategy: PortfolioStrategy {
    package let id = "portfolio_optimization"
    package let name = "Portfolio Optimization"
    package let opportunityType = "portfolio_rebalance"

    /// Makes the strategy with its documented parameters.
    package init() {}

    package func findings(in market: Market, at time: Date) -> StrategyFindings { judged(market, at: time) }

    func judge(_ portfolio: ValuedPortfolio, record: (Double, OpportunityDraft?) -> Void) {
        guard let proposal = RebalancingProposal(for: portfolio) else { return }
        record(proposal.strength, proposal.draft)
    }
}
