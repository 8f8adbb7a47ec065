//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The option chain of one synthetic asset.
///
/// Implied volatilities rise towards low strikes and in both wings, and change with the time to expiry. They lie above
/// or below the asset's actual volatility. In one of four periods of eight hours, a few quotes, strikes and expiries of
/// an asset are off the surface, for strategies to find.
struct SyntheticOptions {
    private let asset: SyntheticAsset
    private let random: CounterRandom
    private let grid: StrikeGrid

    /// Makes the generator of the options on an asset.
    init(on asset: SyntheticAsset) {
        self.asset = asset
        random = CounterRandom(seed: asset.key).stream(61)
        grid = StrikeGrid(atMost: asset.basePrice * 0.03)
    }

    /// Makes the chain at a time in milliseconds since 1970, when the asset has a given price.
    func chain(at time: Int64, spot: Double) -> OptionChain {
        let week = (time - Self.firstExpiry).dividedDown(by: Self.week)
        // Four weekly expiries, and then every fourth week, so that an option is quoted until it expires.
        let expiries = (week + 1...week + 16).filter { $0 <= week + 4 || $0 % 4 == 0 }
        var quotes: [OptionQuote] = []
        for expiry in expiries {
            let end = Self.firstExpiry + expiry * Self.week
            let years = Double(end - time) / Self.year
            // Options are no longer quoted in the last twelve hours.
            guard years > 12 * 3_600_000 / Self.year else { continue }
            for strike in strikes(around: spot) {
                for kind in OptionQuote.Kind.allCases {
                    let option = BlackScholesOption(
                        kind: kind,
                        spot: spot,
                        strike: grid.price(of: strike),
                        years: years,
                        rate: Self.interestRate
                    )
                    let volatility = volatility(of: option, expiry: expiry, strike: strike, at: time)
                    if let quote = quote(option, volatility: volatility, expiry: end) { quotes.append(quote) }
                }
            }
        }
        return OptionChain(
            symbol: asset.listing.symbol,
            exchange: asset.listing.exchange,
            spot: spot,
            interestRate: Self.interestRate,
            quotes: quotes
        )
    }

    /// Makes bid and ask from a lower and a higher volatility, on whole ticks; `nil` for a worthless option.
    private func quote(_ option: BlackScholesOption, volatility: Double, expiry: Int64) -> OptionQuote? {
        let distance = option.distance(volatility: volatility)
        let half = 0.01 * (1 + 0.3 * distance * distance)
        let bid = (option.price(volatility: volatility * (1 - half)) * asset.ticksPerUnit).rounded(.down)
        let ask = (option.price(volatility: volatility * (1 + half)) * asset.ticksPerUnit).rounded(.up)
        guard bid >= 3, ask > bid else { return nil }
        return OptionQuote(
            kind: option.kind,
            strike: option.strike,
            expiryMilliseconds: expiry,
            bid: bid / asset.ticksPerUnit,
            ask: ask / asset.ticksPerUnit
        )
    }

    private func volatility(of option: BlackScholesOption, expiry: Int64, strike: Int64, at time: Int64) -> Double {
        let hours = time.dividedDown(by: 3_600_000)
        let yearly = asset.hourlyMove * (365.25 * 24).squareRoot()
        let level = yearly * max(0.6, 1 + 0.15 * random.wave(hours, period: 72))
        let slope = 0.1 * random.stream(1).wave(hours, period: 168)
        let atTheMoney = level * (1 + slope / (1 + option.years * 12))
        let distance = min(3, max(-3, option.distance(volatility: atTheMoney)))
        return atTheMoney * (1 - 0.03 * distance + 0.02 * distance * distance)
            * (1 + error(expiry: expiry, strike: strike, kind: option.kind, block: hours.dividedDown(by: 8)))
    }

    /// Computes the relative error of a quote's volatility.
    private func error(expiry: Int64, strike: Int64, kind: OptionQuote.Kind, block: Int64) -> Double {
        guard random.stream(3).uniform(block) < 0.25 else { return 0 }
        let place = random.stream(2).stream(UInt64(bitPattern: block)).stream(UInt64(bitPattern: expiry))
        let ofExpiry = surprise(place, 0, chance: 0.1, size: 0.06)
        let ofStrike = surprise(place, 1 + 3 * strike, chance: 0.01, size: 0.12)
        let ofQuote = surprise(place, (kind == .call ? 2 : 3) + 3 * strike, chance: 0.01, size: 0.15)
        return ofExpiry + ofStrike + ofQuote
    }

    private func surprise(_ random: CounterRandom, _ counter: Int64, chance: Double, size: Double) -> Double {
        guard random.uniform(counter) < chance else { return 0 }
        return random.stream(1).bits(counter) & 1 == 0 ? size : -size
    }

    /// Computes the numbers of the strikes within 30 % of the price.
    private func strikes(around spot: Double) -> ClosedRange<Int64> {
        let low = Int64((spot * 0.7 / grid.price(of: 1)).rounded(.up))
        return low...max(low, Int64((spot * 1.3 / grid.price(of: 1)).rounded(.down)))
    }

    private static let interestRate = 0.04
    private static let week: Int64 = 7 * 86_400_000
    private static let year = 365.25 * 86_400_000
    /// Friday, 1970-01-02, 08:00 UTC.
    private static let firstExpiry: Int64 = 115_200_000
}

/// A grid of strikes at whole multiples of a round number.
private struct StrikeGrid {
    /// The first digit of the step: 1, 2 or 5.
    private var digit: Int64 = 1
    /// The power of ten that the digit is multiplied or divided by.
    private var power = 1.0
    private var isDivided = false

    /// Makes the grid with the largest round step that is at most a given limit.
    init(atMost limit: Double) {
        while power * 10 <= limit { power *= 10 }
        isDivided = limit < 1
        if isDivided { while limit * power < 1 { power *= 10 } }
        digit = [5, 2, 1].first { price(of: 1) * Double($0) <= limit } ?? 1
    }

    /// Computes the strike of a number, exactly as its decimal notation.
    func price(of number: Int64) -> Double {
        let units = Double(number * digit)
        return isDivided ? units / power : units * power
    }
}
