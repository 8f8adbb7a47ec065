//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import Strategies
import Testing

/// Option prices, greeks and implied volatilities against QuantLib and py_vollib; the fixtures name the versions.
@Suite struct OptionFixtureTests {
    private struct Case {
        let option: BlackScholes
        let volatility: Double
        let results: [Double]
        /// The implied volatility of the price, or a negative number where its digits determine none.
        let implied: Double
    }

    private let cases = OptionFixtures.volatilities.indices.map { index in
        let inputs = Array(OptionFixtures.cases[(6 * index)..<(6 * index + 6)])
        return Case(
            option: BlackScholes(
                kind: inputs[0] > 0 ? .call : .put,
                spot: inputs[1],
                strike: inputs[2],
                rate: inputs[3],
                years: inputs[4]
            ),
            volatility: inputs[5],
            results: Array(OptionFixtures.results[(6 * index)..<(6 * index + 6)]),
            implied: OptionFixtures.volatilities[index]
        )
    }

    @Test func `prices and greeks agree to eleven digits of the underlying's price`() {
        for (number, one) in cases.enumerated() {
            let greeks = one.option.greeks(volatility: one.volatility)
            let found = [
                one.option.price(volatility: one.volatility), greeks.delta, greeks.gamma, greeks.vega, greeks.theta,
                greeks.rho,
            ]
            for (index, (left, right)) in zip(found, one.results).enumerated() {
                #expect((left - right).magnitude <= 1e-9, "case \(number), result \(index)")
            }
        }
    }

    @Test func `implied volatilities agree to seven digits`() throws {
        for (number, one) in cases.enumerated() where one.implied > 0 {
            let found = try #require(one.option.impliedVolatility(price: one.results[0]), "case \(number)")
            #expect((found - one.implied).magnitude <= 1e-7 * one.implied, "case \(number)")
        }
    }

    @Test(arguments: [0.01, 0.1, 0.5, 1, 3, 8], [0.5, 0.9, 1, 1.1, 2])
    func `a price gives its volatility back`(volatility: Double, ratio: Double) throws {
        for kind in OptionQuote.Kind.allCases {
            let option = BlackScholes(kind: kind, spot: 100, strike: 100 * ratio, rate: 0.03, years: 0.3)
            let price = option.price(volatility: volatility)
            let intrinsic = max(0, (kind == .call ? 1 : -1) * (100 - option.discountedStrike))
            // A price that is intrinsic value alone does not determine a volatility.
            guard price - intrinsic > 1e-6 else { continue }
            let found = try #require(option.impliedVolatility(price: price))
            #expect((found - volatility).magnitude < 1e-7 * volatility)
        }
    }

    @Test(arguments: [-1, 0, 5, 9.999, 100, 101, Double.nan, .infinity])
    func `a price outside its bounds has no volatility`(price: Double) {
        let option = BlackScholes(kind: .call, spot: 100, strike: 90, rate: 0, years: 0.5)
        #expect(option.impliedVolatility(price: price) == nil)
    }

    @Test func `a contract that cannot be has no volatility`() {
        for (spot, strike, years) in [
            (0.0, 90.0, 0.5), (100, 0, 0.5), (100, 90, 0), (.nan, 90, 0.5), (100, .infinity, 1),
        ] {
            let option = BlackScholes(kind: .put, spot: spot, strike: strike, rate: 0, years: years)
            #expect(option.impliedVolatility(price: 5) == nil)
        }
    }
}
