//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Which regime an asset is in, and from which level to which it leads.
///
/// Time is cut into epochs of eight regimes. The level at the beginning of each epoch is drawn by itself, which keeps
/// prices within bounds for ever and lets any time be reached at once. The regimes in between displace the level as
/// their kind demands; what is then missing to the next epoch's level is shared by all that are not ranges.
struct RegimeSchedule {
    private static let regimesInEpoch: Int64 = 8

    private let asset: SyntheticAsset
    private let random: CounterRandom
    private var epoch: Int64?
    private var regimes: [Regime] = []
    private var levels: [Double] = []

    /// The schedule of an asset.
    init(of asset: SyntheticAsset) {
        self.asset = asset
        random = CounterRandom(seed: asset.key)
    }

    /// Lays the path of the regime that a given hour since 1970 belongs to.
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
    /// The quotient rounded down, also below zero.
    func dividedDown(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
