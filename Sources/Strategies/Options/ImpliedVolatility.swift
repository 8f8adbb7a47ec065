//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
import MarketModel

extension BlackScholes {
    /// Finds the volatility at which the option has a given price.
    ///
    /// The search solves for the out-of-the-money option of the same strike, which has the same volatility by put–call
    /// parity and no intrinsic value that would swamp the digits of its price; it matches the logarithm of its price,
    /// or of the distance to the price's upper bound. Newton's steps are kept within a bracket that shrinks with each,
    /// and halved where they leave it, so the search ends for every price. Sources: Peter Jäckel, *By Implication*,
    /// 2006 (the normalised form, the choice of logarithm); William Press and others, *Numerical Recipes*, 2007,
    /// section 9.4.
    ///
    /// - Returns: `nil` where no volatility up to 40/√years gives the price: at its intrinsic value and below, at the
    ///   underlying's price (of a put: the discounted strike) and above, and for values that are not finite.
    package func impliedVolatility(price: Double) -> Double? {
        guard spot > 0, strike > 0, years > 0, price.isFinite else { return nil }
        let discounted = discountedStrike
        guard discounted > 0, discounted.isFinite else { return nil }
        // Everything in units of the mean of spot and discounted strike: the option depends on their ratio alone.
        let scale = spot.squareRoot() * discounted.squareRoot()
        let moneyness = -log(spot / discounted).magnitude
        let intrinsic = max(0, kind == .call ? spot - discounted : discounted - spot)
        let target = (price - intrinsic) / scale
        let bound = exp(moneyness / 2)
        guard target > Self.leastTimeValue, target < bound else { return nil }
        return Self.deviation(moneyness: moneyness, target: target, bound: bound).map { $0 / years.squareRoot() }
    }

    /// Solves for volatility · √years at which the normalised option has the target price.
    private static func deviation(moneyness: Double, target: Double, bound: Double) -> Double? {
        // Below the inflection the logarithm of the price is nearly linear, above it that of the distance to the bound.
        let inflection = (2 * moneyness.magnitude).squareRoot()
        let isLow = target < max(price(moneyness, inflection), bound / 4)
        let wanted = isLow ? log(target) : log(bound - target)
        var (low, high) = (0.0, greatestDeviation)
        guard target <= price(moneyness, high) else { return nil }
        var guess = max(inflection, target * (2 * Double.pi).squareRoot())
        for _ in 0..<greatestStepCount {
            let value = price(moneyness, guess)
            let slope = Normal.density(moneyness / guess + guess / 2) * exp(moneyness / 2)
            if value > target { high = guess } else { low = guess }
            let matched = isLow ? value : bound - value
            let step = (log(matched) - wanted) * matched / (isLow ? slope : -slope)
            var next = guess - step
            if !(next > low && next < high) { next = (low + high) / 2 }
            let isSettled = (next - guess).magnitude <= 2 * Double.ulpOfOne * guess
            guess = next
            if isSettled { break }
        }
        return guess
    }

    /// Computes the price of the normalised option that is out of the money by `-moneyness`.
    private static func price(_ moneyness: Double, _ deviation: Double) -> Double {
        guard deviation > 0 else { return 0 }
        let point = moneyness / deviation
        return Normal.probability(upTo: point + deviation / 2) * exp(moneyness / 2)
            - Normal.probability(upTo: point - deviation / 2) * exp(-moneyness / 2)
    }

    private static let greatestDeviation = 40.0
    private static let greatestStepCount = 100
    /// The time value below which sixteen digits leave only rounding.
    private static let leastTimeValue = 1e-14
}
