//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// How the price of an asset behaves for some days.
enum Regime: CaseIterable {
    /// It moves steadily one way.
    case trend
    /// It is pulled back to one level.
    case range
    /// It stays in a range, leaves it on high volume and stays outside.
    case breakout
    /// It is a random walk, in which there is nothing to be found.
    case walk

    /// Draws a regime: trends, ranges and breakouts 20 % each, the rest random walks.
    init(uniform: Double) {
        self =
            switch uniform {
            case ..<0.2: .trend
            case ..<0.4: .range
            case ..<0.6: .breakout
            default: .walk
            }
    }

    /// How far the price goes in such a time, for a normal draw, in deviations of a random walk of the same length.
    func displacement(normal: Double) -> Double {
        let sign: Double = normal < 0 ? -1 : 1
        return switch self {
        case .trend: sign * (2 + 0.6 * normal.magnitude)
        case .range: 0
        case .breakout: sign * (0.9 + 0.3 * normal.magnitude)
        case .walk: normal
        }
    }
}
