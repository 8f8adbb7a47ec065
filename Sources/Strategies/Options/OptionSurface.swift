//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Glibc
import MarketModel

/// The options of one chain, each with the volatility that the other options of its expiry imply.
struct OptionSurface {
    /// One option.
    struct Contract {
        /// The bid and ask of the option.
        let quote: OptionQuote
        /// The option in the model.
        let model: BlackScholes
        /// The volatility of the surface at its strike.
        let fairVolatility: Double
        /// The usual distance of a quote of its expiry from the surface, as a volatility.
        let scale: Double
        /// Its value by the surface.
        let fairPrice: Double
        /// Its sensitivities by the surface.
        let greeks: BlackScholes.Greeks

        /// Computes an exchange's fee for a trade: 0.03 % of the underlying, at most an eighth of the option's price.
        ///
        /// Source: the public fee schedule of Deribit, 2024.
        func fee(at price: Double) -> Double { min(0.000_3 * model.spot, 0.125 * price) }
    }

    /// All options that expire at one time.
    struct Expiry {
        /// The time to expiry in years.
        let years: Double
        /// The volatility at the forward.
        let forwardVolatility: Double
        /// The contracts, by strike, each strike's call first.
        let contracts: [Contract]
    }

    /// The chain.
    let chain: OptionChain
    /// The expiries, the nearest first.
    let expiries: [Expiry]

    /// Builds the surface of a chain.
    static func check(_ chain: OptionChain, at time: Date) -> Outcome {
        guard (chain.spot + chain.interestRate).isFinite else { return .unsound(.nonFinite) }
        guard chain.spot > 0, chain.interestRate.magnitude < 1 else { return .unsound(.inconsistent) }
        let now = time.timeIntervalSince1970 * 1000
        let byExpiry = Dictionary(grouping: chain.quotes, by: \.expiryMilliseconds)
        let expiries = byExpiry.keys.sorted().compactMap { expiry -> Expiry? in
            let years = (Double(expiry) - now) / millisecondsInYear
            guard years > leastYears, years < greatestYears else { return nil }
            return self.expiry(byExpiry[expiry] ?? [], of: chain, years: years)
        }
        guard !expiries.isEmpty else { return .unsound(.noQuotes) }
        return .sound(OptionSurface(chain: chain, expiries: expiries))
    }

    /// The result of checking a chain.
    enum Outcome {
        /// The surface of a sound chain.
        case sound(OptionSurface)
        /// The reason why the chain is unsound.
        case unsound(OmissionReason)
    }

    /// Fits one expiry, without unsound quotes and without those far from the forward, where a parabola does not hold.
    private static func expiry(_ quotes: [OptionQuote], of chain: OptionChain, years: Double) -> Expiry? {
        var points: [(quote: OptionQuote, model: BlackScholes, moneyness: Double, volatility: Double)] = []
        for quote in quotes where quote.isSound {
            let model = BlackScholes(
                kind: quote.kind,
                spot: chain.spot,
                strike: quote.strike,
                rate: chain.interestRate,
                years: years
            )
            guard let volatility = model.impliedVolatility(price: (quote.bid + quote.ask) / 2) else { continue }
            points.append((quote, model, log(model.discountedStrike / chain.spot), volatility))
        }
        guard !points.isEmpty else { return nil }
        let middle = points.map(\.volatility).sorted()[points.count / 2]
        let width = greatestDeviations * middle * years.squareRoot()
        points.removeAll { $0.moneyness.magnitude > width }
        points.sort { ($0.quote.strike, $0.quote.kind.order) < ($1.quote.strike, $1.quote.kind.order) }
        let smile = Smile(moneyness: points.map(\.moneyness), volatilities: points.map(\.volatility))
        guard let smile, smile.coefficients[0] > 0 else { return nil }
        let contracts = points.compactMap { point -> Contract? in
            let fair = smile.volatility(at: point.moneyness)
            guard fair > 0 else { return nil }
            let price = point.model.price(volatility: fair)
            let greeks = point.model.greeks(volatility: fair)
            guard price > 0, (price + greeks.gamma + greeks.theta + greeks.vega).isFinite else { return nil }
            return Contract(
                quote: point.quote,
                model: point.model,
                fairVolatility: fair,
                scale: smile.scale,
                fairPrice: price,
                greeks: greeks
            )
        }
        return Expiry(years: years, forwardVolatility: smile.coefficients[0], contracts: contracts)
    }

    private static let millisecondsInYear = 31_536_000_000.0
    private static let leastYears = 1.0 / 365
    private static let greatestYears = 5.0
    private static let greatestDeviations = 2.0
}

extension OptionQuote {
    /// A Boolean value that indicates whether strike, bid and ask are valid and the bid is not above the ask.
    fileprivate var isSound: Bool {
        (strike + bid + ask).isFinite && strike > 0 && bid > 0 && ask >= bid
    }
}

extension OptionQuote.Kind {
    /// The position in the order of quotes, calls first.
    fileprivate var order: Int { self == .call ? 0 : 1 }
}
