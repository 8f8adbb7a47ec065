//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The sequence of an asset's regimes and the levels between which they lead.
///
/// Time is divided into epochs of eight regimes. The level at the beginning of each epoch is drawn independently, which
/// keeps prices within bounds and gives random access to any time. The regimes in between displace the level according
/// to their kind; the remaining distance to the next epoch's level is shared by all that are not ranges.
struct RegimeSchedule {
    private static let regimesInEpoch: Int64 = 8

    private let asset: SyntheticAsset
    private let random: CounterRandom
    private var epoch: Int64?
    private var regimes: [Regime] = []
    private var levels: [Double] = []

    /// Makes the schedule of an asset.
    init(of asset: SyntheticAsset) {
        self.asset = asset
        random = CounterRandom(seed: asset.key)
    }

    /// Computes the path of the regime that contains a given hour since 1970.
    mutating func path(containing hour: Int64) -> RegimePath {
        let number = (hour + asset.phase).dividedDown(by: asset.regimeHours)
        let epoch = number.dividedDown(by: Self.regimesInEpoch)
        if self.epoch != epoch { plan(epoch) }
        let position = Int(number - epoch * Self.regimesInEpoch)
        return RegimePath(
            of: asset,
            regime: regimes[position],
            firstHour: number * asset.regimeHours - asset.phase,
            from: levels[position],
            to: levels[position + 1]
        )
    }

    private mutating func plan(_ epoch: Int64) {
        let kinds = random.stream(1)
        let moves = random.stream(2)
        let deviation = asset.hourlyMove * Double(asset.regimeHours).squareRoot()
        let first = epoch * Self.regimesInEpoch
        regimes = (0..<Self.regimesInEpoch).map { Regime(uniform: kinds.uniform(first + $0)) }
        var steps = (0..<Self.regimesInEpoch).map {
            deviation * regimes[Int($0)].displacement(normal: moves.normal(first + $0))
        }
        let isYielding = regimes.allSatisfy { $0 == .range } ? regimes.map { _ in true } : regimes.map { $0 != .range }
        let start = anchor(epoch)
        let end = anchor(epoch + 1)
        let missing = end - start - steps.reduce(0, +)
        let share = missing / Double(isYielding.count { $0 })
        for index in steps.indices where isYielding[index] { steps[index] += share }
        levels = [start]
        for step in steps { levels.append(levels[levels.count - 1] + step) }
        levels[levels.count - 1] = end
        self.epoch = epoch
    }

    private func anchor(_ epoch: Int64) -> Double {
        0.6 * (random.stream(3).uniform(epoch) - 0.5)
    }
}

extension Int64 {
    /// Divides, rounding down also below zero.
    func dividedDown(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
