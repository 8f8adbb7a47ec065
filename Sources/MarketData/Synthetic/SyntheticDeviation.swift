//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The deviation of an asset from the asset that it follows.
///
/// It is transient noise, which returns to zero within a day, so that the two are cointegrated. In a quarter of all
/// five-day blocks the asset is pushed aside for 28 hours, further than noise alone goes, for strategies to find.
struct SyntheticDeviation {
    private let move: Double
    private let random: CounterRandom

    /// Makes the deviation of an asset.
    init(of asset: SyntheticAsset) {
        move = asset.hourlyMove
        random = CounterRandom(seed: asset.key).stream(31)
    }

    /// Computes the deviation at the beginning of an hour since 1970, as a level.
    func value(at hour: Int64) -> Double {
        move * (0.5 * random.normal(hour) + 0.8 * wave(hour, period: 4) + wave(hour, period: 12) + push(hour))
    }

    /// Computes noise that is interpolated over some hours.
    private func wave(_ hour: Int64, period: Int64) -> Double {
        random.stream(UInt64(period)).wave(hour, period: period)
    }

    private func push(_ hour: Int64) -> Double {
        let block = hour.dividedDown(by: Self.blockHours)
        let chances = random.stream(100)
        guard chances.uniform(block) < 0.25 else { return 0 }
        let draw = chances.stream(1).bits(block)
        let since = hour - block * Self.blockHours - Int64(draw % 70)
        guard (0..<Self.pushHours).contains(since) else { return 0 }
        let size = 3 + 2 * Double((draw &>> 32) & 0xFFFF) * 0x1p-16
        let shape = min(1, Double(since) / 6, Double(Self.pushHours - since) / 10)
        return (draw &>> 63 == 0 ? size : -size) * shape
    }

    private static let blockHours: Int64 = 120
    private static let pushHours: Int64 = 28
}

extension CounterRandom {
    /// Computes noise that is drawn once in a period and interpolated linearly.
    func wave(_ counter: Int64, period: Int64) -> Double {
        let index = counter.dividedDown(by: period)
        let share = Double(counter - index * period) / Double(period)
        return normal(index) * (1 - share) + normal(index &+ 1) * share
    }
}
