//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies
import Testing

/// The option strategies on unsound chains.
@Suite struct UnsoundOptionsTests {
    private let strategies: [any Strategy] = [OptionsTradeStrategy(), ComplexStrategy()]

    private func quote(_ strike: Double, _ bid: Double, _ ask: Double, days: Double = 30) -> OptionQuote {
        let expiry = Int64(noon.timeIntervalSince1970 * 1000 + days * 86_400_000)
        return OptionQuote(kind: .call, strike: strike, expiryMilliseconds: expiry, bid: bid, ask: ask)
    }

    @Test(arguments: [
        (Double.nan, 0.02, OmissionReason.nonFinite), (.infinity, 0.02, .nonFinite), (0, 0.02, .inconsistent),
        (-5, 0.02, .inconsistent), (100, .nan, .nonFinite), (100, 7, .inconsistent),
    ])
    func `a chain without a price or a rate is omitted`(spot: Double, rate: Double, reason: OmissionReason) throws {
        let quotes = optionMarket().optionChains[0].quotes
        for strategy in strategies {
            let findings = try strategy.findings(in: optionMarket(quotes, spot: spot, rate: rate), at: noon)
            #expect(findings.omitted == [OmittedSymbol(symbol: "AAA-USDT", reason: reason)])
            #expect(findings.opportunities.isEmpty)
        }
    }

    @Test func `an underlying without a chain, or with nothing but unsound quotes, is omitted`() throws {
        let broken = [
            quote(.nan, 1, 2), quote(100, .nan, 2), quote(100, 1, .infinity), quote(100, 0, 2), quote(100, 3, 2),
            quote(0, 1, 2), quote(-5, 1, 2), quote(100, 500, 600), quote(100, 3, 4, days: -3),
            quote(100, 3, 4, days: 0),
        ]
        for strategy in strategies {
            for market in [Market(series: optionMarket().series), optionMarket([]), optionMarket(broken)] {
                let findings = try strategy.findings(in: market, at: noon)
                #expect(findings.omitted == [OmittedSymbol(symbol: "AAA-USDT", reason: .noQuotes)])
            }
        }
    }

    @Test func `unsound quotes within a chain change nothing about the others`() throws {
        let good = optionMarket { days, strike, kind in days == 30 && strike == 105 && kind == .call ? 0.08 : 0 }
        let quotes = good.optionChains[0].quotes + [quote(102, .nan, 3), quote(103, 9, 3), quote(1e300, 1e-5, 1e-4)]
        for strategy in strategies {
            #expect(try strategy.findings(in: optionMarket(quotes), at: noon) == strategy.findings(in: good, at: noon))
        }
    }

    @Test func `an underlying whose candles are unsound is omitted, and a doubled one judged once`() throws {
        let sound = optionMarket()
        let stale = altered(sound.series[0]) { $0.removeLast() }
        for strategy in strategies {
            let market = Market(series: [stale], optionChains: sound.optionChains)
            #expect(try strategy.findings(in: market, at: noon).omitted.map(\.reason) == [.stale])
            let twice = Market(series: sound.series + sound.series, optionChains: sound.optionChains)
            #expect(try strategy.findings(in: twice, at: noon).omitted.map(\.reason) == [.duplicate])
        }
    }

    @Test(arguments: [0, -1, Double.nan, .infinity])
    func `an underlying without a usable volume gives no opportunity`(volume: Double) throws {
        let market = optionMarket { days, strike, _ in days == 30 && strike == 100 ? -0.1 : 0 }
        let listing = Listing(symbol: "AAA-USDT", exchange: "test", volume24hUSD: volume)
        let dry = Market(
            series: [MarketSeries(listing: listing, candles: market.series[0].candles)],
            optionChains: market.optionChains
        )
        for strategy in strategies { #expect(try strategy.findings(in: dry, at: noon).opportunities.isEmpty) }
    }
}
