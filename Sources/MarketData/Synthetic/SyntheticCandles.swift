//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The candles of one synthetic asset.
///
/// Prices are made by the hour. Four hours and days are the sum of their hours, and minutes are a division of theirs,
/// so that the intervals agree with each other; only the volumes of sixty minutes may differ from their hour's by
/// rounding.
struct SyntheticCandles {
    private let asset: SyntheticAsset
    private let details: CounterRandom
    // These are copies of the asset's properties, since reading them from it would copy the asset for each candle.
    private let basePrice: Double
    private let ticksPerUnit: Double
    private let hourlyMove: Double
    private let hourlyVolume: Double

    /// Makes the generator of an asset's candles.
    init(of asset: SyntheticAsset) {
        self.asset = asset
        basePrice = asset.basePrice
        ticksPerUnit = asset.ticksPerUnit
        hourlyMove = asset.hourlyMove
        hourlyVolume = asset.hourlyVolume
        details = CounterRandom(seed: asset.key).stream(21)
    }

    /// Makes the candles of a need, the last one beginning at a given time in milliseconds since 1970.
    func candles(need: CandleNeed, newest: Int64) -> [Candle] {
        guard need.count > 0 else { return [] }
        let unit = CandleInterval.oneHour.milliseconds
        let oldest = newest - Int64(need.count - 1) * need.interval.milliseconds
        let firstHour = oldest.dividedDown(by: unit)
        let lastHour = (newest + need.interval.milliseconds - 1).dividedDown(by: unit)
        let hours = hours(from: firstHour, through: lastHour)
        switch need.interval {
        case .oneHour: return hours
        case .fourHours, .oneDay:
            let length = Int(need.interval.milliseconds / unit)
            return stride(from: 0, to: hours.count, by: length).map { Candle(merging: hours[$0..<$0 + length]) }
        case .oneMinute:
            let division = HourDivision(random: details.stream(1), ticksPerUnit: ticksPerUnit)
            let minutes = hours.flatMap(division.minutes(of:))
            let skipped = Int((oldest - firstHour * unit) / need.interval.milliseconds)
            return Array(minutes[skipped..<skipped + need.count])
        }
    }

    private func hours(from first: Int64, through last: Int64) -> [Candle] {
        switch asset.course {
        case .own: return hours(from: first, through: last, along: asset) { level, _ in level }
        case .following(let leader, let loading):
            let deviation = SyntheticDeviation(of: asset)
            return hours(from: first, through: last, along: leader) { level, hour in
                loading * level + deviation.value(at: hour)
            }
        }
    }

    /// Makes hours along the regimes of an asset, at levels derived from its levels.
    private func hours(
        from first: Int64,
        through last: Int64,
        along leader: SyntheticAsset,
        level: (_ leading: Double, _ hour: Int64) -> Double
    ) -> [Candle] {
        var schedule = RegimeSchedule(of: leader)
        var candles: [Candle] = []
        candles.reserveCapacity(Int(last - first) + 1)
        var hour = first
        while hour <= last {
            let path = schedule.path(containing: hour)
            let (levels, boosts) = (path.levels, path.volumeBoosts)
            let end = min(last, path.firstHour + leader.regimeHours - 1)
            var index = Int(hour - path.firstHour)
            var open = tick(RegimePath.price(ofLevel: level(levels[index], hour), base: basePrice))
            while hour <= end {
                let close = tick(RegimePath.price(ofLevel: level(levels[index + 1], hour + 1), base: basePrice))
                candles.append(candle(hour, from: open, to: close, boost: boosts[index]))
                open = close
                hour += 1
                index += 1
            }
        }
        return candles
    }

    /// Adds wicks and volume to a move from one price to another.
    private func candle(_ hour: Int64, from open: Double, to close: Double, boost: Double) -> Candle {
        let bits = details.bits(hour)
        let above = Double(bits & 0xFFFF) * 0x1p-16
        let below = Double((bits &>> 16) & 0xFFFF) * 0x1p-16
        let busy = Double((bits &>> 32) & 0xFFFF) * 0x1p-16
        let top = open > close ? open : close
        let bottom = open > close ? close : open
        // Volume grows with the move: 1.5 hourly moves double it.
        let moved = (top - bottom) / (bottom * hourlyMove * 1.5)
        let wick = hourlyMove * 0.6
        return Candle(
            openMilliseconds: hour * CandleInterval.oneHour.milliseconds,
            open: open,
            high: tick(top * (1 + above * above * wick)),
            low: tick(bottom * (1 - below * below * wick)),
            close: close,
            volume: hourlyVolume * 0.7 * (0.6 + 0.8 * busy) * (1 + moved) * boost
        )
    }

    private func tick(_ price: Double) -> Double {
        (price * ticksPerUnit).rounded() / ticksPerUnit
    }
}
