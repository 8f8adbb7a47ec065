//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The strategies that a full scan runs.
package enum StrategyCatalogue {
    /// The strategies in the order in which a scan runs them.
    package static let standard: [any Strategy] = [
        SpotMomentumStrategy(),
        SpotMeanReversionStrategy(),
        SpotBreakoutStrategy(),
        PairsTradingStrategy(),
        StatisticalArbitrageStrategy(),
        MarketMakingStrategy(),
        ScalpingStrategy(),
        ComplexStrategy(),
        FuturesTradeStrategy(),
        OptionsTradeStrategy(),
        FundingArbitrageStrategy(),
        RiskManagementStrategy(),
        PortfolioOptimizationStrategy(),
        HedgePositionStrategy(),
    ]
}
