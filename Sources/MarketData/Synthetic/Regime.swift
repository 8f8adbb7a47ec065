//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The behaviour of an asset's price for some days.
enum Regime: CaseIterable {
    /// A steady move in one direction.
    case trend
    /// A price that is pulled back to one level.
    case range
    /// A range that the price leaves on high volume, without returning.
    case breakout
    /// A random walk, without a pattern to find.
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

    /// Computes the displacement over a regime for a normal draw, in deviations of a random walk of the same length.
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
