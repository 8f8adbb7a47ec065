//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// Makes the option chain of one synthetic asset.
///
/// Volatilities rise towards low strikes and in both wings, and change with the time to expiry. They lie above or below
/// what the asset's price bears out. In one of four periods of eight hours, a few quotes, strikes and expiries of an
/// asset are off the surface: that is what there is to find.
struct SyntheticOptions {
    private let asset: SyntheticAsset
    private let random: CounterRandom
    private let grid: StrikeGrid

    /// The options on an asset.
    init(on asset: SyntheticAsset) {
        self.asset = asset
        random = CounterRandom(seed: asset.key).stream(61)
        grid = StrikeGrid(atMost: asset.basePrice * 0.03)
    }

    /// Makes the chain at a time in milliseconds since 1970, when the asset has a given price.
    func chain(at time: Int64, spot: Double) -> OptionChain {
        let week = (time - Self.firstExpiry).dividedDown(by: Self.week)
        // Four weeks in a row, and then every fourth one, so that an option stays until it expires.
        let expiries = (week + 1...week + 16).filter { $0 <= week + 4 || $0 % 4 == 0 }
        var quotes: [OptionQuote] = []
        for expiry in expiries {
            let end = Self.firstExpiry + expiry * Self.week
            let years = Double(end - time) / Self.year
            // What expires within twelve hours is no longer quoted.
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

    /// The prices for a volatility a little lower and a little higher, on whole ticks; none for what is worth nothing.
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

    /// By how much a quote is off the surface.
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

    /// The numbers of the strikes within 30 % of the price.
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

/// Strikes at whole multiples of a round number.
private struct StrikeGrid {
    /// The first digit of the step: 1, 2 or 5.
    private var digit: Int64 = 1
    /// What the digit is multiplied with, or divided by.
    private var power = 1.0
    private var isDivided = false

    /// The grid whose step is the largest round number that is at most a given one.
    init(atMost limit: Double) {
        while power * 10 <= limit { power *= 10 }
        isDivided = limit < 1
        if isDivided { while limit * power < 1 { power *= 10 } }
        digit = [5, 2, 1].first { price(of: 1) * Double($0) <= limit } ?? 1
    }

    /// The strike of a number, which is the decimal number that it looks like.
    func price(of number: Int64) -> Double {
        let units = Double(number * digit)
        return isDivided ? units / power : units * power
    }
}
