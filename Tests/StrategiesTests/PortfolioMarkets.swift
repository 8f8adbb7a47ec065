//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies

/// Makes prices of 181 days whose returns are a mix of a common noise and the seed's own noise.
///
/// The standard deviation of a day is 0.41 times the move; the correlation of two prices is the square of the common
/// part.
func days(seed: UInt64, move: Double = 0.04, common: Double = 0, drift: Double = 0) -> [Double] {
    var own = Noise(seed: seed * 7919)
    var shared = Noise(seed: 17)
    let rest = (1 - common * common).squareRoot()
    var price = 100.0
    return (0..<181).map { _ in
        let noise = rest * (own.next() + own.next()) + common * (shared.next() + shared.next())
        price *= 1 + drift + move * noise
        return price
    }
}

extension Market {
    /// Makes a market of days, and a portfolio with holdings of these values in USD.
    static func held(
        _ columns: KeyValuePairs<String, [Double]>,
        values: KeyValuePairs<String, Double>,
        cash: Double = 0,
        rates: [FundingRate] = [],
        chains: [OptionChain] = []
    ) -> Market {
        let holdings = values.map { symbol, value in
            let last = columns.first { $0.key == symbol }?.value.last ?? 1
            return Portfolio.Holding(symbol: symbol, quantity: value / last)
        }
        return Market(
            series: columns.map { daySeries($0.value, symbol: $0.key) },
            fundingRates: rates,
            optionChains: chains,
            portfolio: Portfolio(cashUSD: cash, holdings: holdings)
        )
    }
}

private func daySeries(_ prices: [Double], symbol: String) -> MarketSeries {
    series(prices, for: RiskManagementStrategy(), symbol: symbol)
}
