//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies
import Testing

/// Unsound portfolios and candles, for the portfolio strategies.
@Suite struct UnsoundPortfolioTests {
    private static let strategies: [any Strategy] = [
        RiskManagementStrategy(), PortfolioOptimizationStrategy(), HedgePositionStrategy(),
    ]

    private let columns: KeyValuePairs = ["A": days(seed: 1), "B": days(seed: 2), "C": days(seed: 3)]

    private func holding(_ holdings: [(String, Double)], cash: Double = 0) -> Market {
        Market(
            series: Market.held(columns, values: [:]).series,
            portfolio: Portfolio(
                cashUSD: cash,
                holdings: holdings.map { Portfolio.Holding(symbol: $0.0, quantity: $0.1) }
            )
        )
    }

    @Test func `without a portfolio, or with an empty one, there is nothing to say`() throws {
        for strategy in Self.strategies {
            let unknown = Market(series: Market.held(columns, values: [:]).series)
            #expect(try strategy.findings(in: unknown, at: noon) == StrategyFindings())
            #expect(try strategy.findings(in: holding([], cash: 1000), at: noon) == StrategyFindings())
            #expect(try strategy.findings(in: holding([("A", 0)], cash: 1000), at: noon) == StrategyFindings())
        }
    }

    @Test func `a holding that cannot be valued is omitted with the reason, and the others are judged`() throws {
        let defects: [(OmissionReason, (inout [Candle]) -> Void)] = [
            (.tooFewCandles, { $0.removeFirst() }), (.stale, { $0[180].openMilliseconds -= 86_400_000 }),
            (.gap, { $0[90] = $0[91] }), (.nonFinite, { $0[90].close = .nan }), (.inconsistent, { $0[90].low = 0 }),
            (.zeroVolume, { $0[90].volume = 0 }),
        ]
        for strategy in Self.strategies {
            for (reason, defect) in defects {
                let sound = holding([("A", 1), ("B", 1), ("C", 1)], cash: 1000)
                let market = Market(
                    series: [altered(sound.series[0], defect), sound.series[1], sound.series[2]],
                    portfolio: sound.portfolio
                )
                let findings = try strategy.findings(in: market, at: noon)
                #expect(findings.omitted == [OmittedSymbol(symbol: "A", reason: reason)], "\(strategy.id)")
                #expect(findings.signals.total > 0)
            }
        }
    }

    @Test func `a symbol that has vanished, twice the same, and no number are omitted`() throws {
        for strategy in Self.strategies {
            let market = holding([("GONE", 1), ("A", 1), ("A", 2), ("B", .nan), ("C", 1)], cash: 1000)
            let expected = [
                OmittedSymbol(symbol: "GONE", reason: .stale), OmittedSymbol(symbol: "A", reason: .duplicate),
                OmittedSymbol(symbol: "B", reason: .nonFinite),
            ]
            #expect(try strategy.findings(in: market, at: noon).omitted == expected)
        }
    }

    @Test(arguments: [-1e6, Double.nan, .infinity])
    func `a portfolio that is worth nothing, or no number, is not judged`(cash: Double) throws {
        for strategy in Self.strategies {
            #expect(try strategy.findings(in: holding([("A", 1)], cash: cash), at: noon) == StrategyFindings())
        }
    }

    @Test(arguments: [1e-300, 1e-12, 1e12, 1e200, 1e306])
    func `quantities and prices of any size give finite numbers or none`(scale: Double) throws {
        for strategy in Self.strategies {
            let scaled = days(seed: 1).map { $0 / 100 * scale }
            for quantity in [1e-300, 1, 1e300] {
                let market = Market(
                    series: [series(scaled, for: strategy, symbol: "A"), series(days(seed: 2), for: strategy)],
                    fundingRates: [.of(0.001, symbol: "A", at: scaled[180])],
                    portfolio: Portfolio(
                        cashUSD: 0,
                        holdings: [
                            Portfolio.Holding(symbol: "A", quantity: quantity),
                            Portfolio.Holding(symbol: "AAA-USDT", quantity: 1),
                        ]
                    )
                )
                for found in try strategy.findings(in: market, at: noon).opportunities {
                    #expect(found.hasOnlyFiniteNumbers)
                }
            }
        }
    }

    @Test func `prices that never move are no risk`() throws {
        let flat = Array(repeating: 5.0, count: 181)
        for strategy in Self.strategies {
            let market = Market.held(["A": flat, "B": flat], values: ["A": 20, "B": 20], cash: 60)
            let findings = try strategy.findings(in: market, at: noon)
            #expect(findings.opportunities.isEmpty)
            #expect(findings.omitted.isEmpty)
        }
    }

    @Test func `the same portfolio gives the same findings`() throws {
        for strategy in Self.strategies {
            let market = holding([("A", 3), ("B", 1), ("C", 1)])
            #expect(try strategy.findings(in: market, at: noon) == strategy.findings(in: market, at: noon))
        }
    }
}
