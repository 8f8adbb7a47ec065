//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies

/// Makes a market of one underlying at 100 with options of 30 and 60 days, whose volatilities lie on a smile.
///
/// Bid and ask lie `halfSpread` from the middle, as a volatility; `shift` is added to that of an option.
func optionMarket(
    halfSpread: Double = 0.004,
    strikes: [Double] = stride(from: 80, through: 120, by: 5).map { $0 },
    shift: (_ days: Int, _ strike: Double, _ kind: OptionQuote.Kind) -> Double = { _, _, _ in 0 }
) -> Market {
    var quotes: [OptionQuote] = []
    for days in [30, 60] {
        for strike in strikes {
            for kind in OptionQuote.Kind.allCases {
                let years = Double(days) / 365
                let option = BlackScholes(kind: kind, spot: 100, strike: strike, rate: 0.02, years: years)
                let distance = strike / 100 - 1
                let volatility = 0.6 - 0.1 * distance + 0.3 * distance * distance + shift(days, strike, kind)
                quotes.append(
                    OptionQuote(
                        kind: kind,
                        strike: strike,
                        expiryMilliseconds: Int64(noon.timeIntervalSince1970 * 1000) + Int64(days) * 86_400_000,
                        bid: option.price(volatility: volatility - halfSpread),
                        ask: option.price(volatility: volatility + halfSpread)
                    )
                )
            }
        }
    }
    return optionMarket(quotes)
}

/// Makes a market of one underlying with the given options.
func optionMarket(_ quotes: [OptionQuote], spot: Double = 100, rate: Double = 0.02) -> Market {
    let underlying = series([99, 100], for: OptionsTradeStrategy())
    return Market(
        series: [underlying],
        optionChains: [
            OptionChain(symbol: "AAA-USDT", exchange: "test", spot: spot, interestRate: rate, quotes: quotes)
        ]
    )
}
