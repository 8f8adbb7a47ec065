//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Orders opportunities by expected profit, the best first.
///
/// Expected profit is the profit potential in USD times the confidence. Ties are broken by strategy, symbol and
/// exchange, so that the order is deterministic.
package func ranked(_ opportunities: [Opportunity]) -> [Opportunity] {
    opportunities.sorted { left, right in
        let leftProfit = left.profitPotentialUSD * left.confidenceScore
        let rightProfit = right.profitPotentialUSD * right.confidenceScore
        if leftProfit != rightProfit { return leftProfit > rightProfit }
        return (left.strategyID, left.symbol, left.exchange) < (right.strategyID, right.symbol, right.exchange)
    }
}
