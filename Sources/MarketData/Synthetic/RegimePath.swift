//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The levels of one asset's price through one regime, hour by hour.
///
/// A level is approximately a logarithm of the price: ``price(ofLevel:base:)`` turns it into a price.
struct RegimePath {
    /// The first hour, counted since 1970.
    let firstHour: Int64
    /// The levels at the beginning of each hour, and at the end of the last.
    private(set) var levels: [Double]
    /// The volume of each hour, in multiples of the usual volume.
    private(set) var volumeBoosts: [Double]

    /// Computes the path of a regime between its two ends.
    init(of asset: SyntheticAsset, regime: Regime, firstHour: Int64, from start: Double, to end: Double) {
        self.firstHour = firstHour
        let hours = Int(asset.regimeHours)
        levels = [start]
        levels.reserveCapacity(hours + 1)
        volumeBoosts = [Double](repeating: 1, count: hours)
        let random = CounterRandom(seed: asset.key)
        switch regime {
        case .trend:
            bridge(to: end, hours: hours, move: asset.hourlyMove * 0.7, random: random.stream(Self.noiseStream))
        case .walk: bridge(to: end, hours: hours, move: asset.hourlyMove, random: random.stream(Self.noiseStream))
        case .range: hold(to: end, leaving: hours, hours: hours, asset: asset, random: random)
        case .breakout:
            let share = 0.5 + 0.4 * random.stream(Self.breakStream).uniform(firstHour)
            hold(to: end, leaving: Int(share * Double(hours)), hours: hours, asset: asset, random: random)
        }
        levels[hours] = end
    }

    /// Appends a Brownian bridge: a random walk from the start that arrives at the end.
    private mutating func bridge(to end: Double, hours: Int, move: Double, random: CounterRandom) {
        let start = levels[0]
        var sum = 0.0
        for hour in 0..<hours {
            sum += move * random.normal(firstHour &+ Int64(hour))
            levels.append(sum)
        }
        let slope = (end - start - sum) / Double(hours)
        for hour in 1..<hours { levels[hour] += start + slope * Double(hour) }
    }

    /// Appends noise around the start until the hour of leaving, then around the end, reverting by 0.2 each hour.
    private mutating func hold(
        to end: Double,
        leaving: Int,
        hours: Int,
        asset: SyntheticAsset,
        random: CounterRandom
    ) {
        let noise = random.stream(Self.noiseStream)
        let start = levels[0]
        // A regime without a break may still end at a slightly different level, to which it drifts.
        let drift = leaving == hours ? (end - start) / Double(hours) : 0
        var distance = 0.0
        for hour in 1...hours {
            distance = 0.8 * distance + asset.hourlyMove * noise.normal(firstHour &+ Int64(hour - 1))
            let passed = hour > leaving ? min(1, 0.6 + 0.2 * Double(hour - leaving - 1)) : 0
            // The last hours lead to the end, so that the next regime begins without a jump.
            let taper = min(1, Double(hours - hour) / 6)
            let anchor = leaving == hours ? start + drift * Double(hour) : start + (end - start) * passed
            levels.append(anchor + distance * taper)
        }
        for hour in leaving..<max(leaving, min(hours, leaving + 4)) {
            volumeBoosts[hour] = 4 - 0.8 * Double(hour - leaving)
        }
    }

    /// Turns a level into a price: base price · (1 + level / 256)²⁵⁶, an approximation of the exponential function
    /// without a library call.
    static func price(ofLevel level: Double, base: Double) -> Double {
        var power = 1 + level / 256
        for _ in 0..<8 { power *= power }
        return base * power
    }

    private static let noiseStream: UInt64 = 11
    private static let breakStream: UInt64 = 12
}
