//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The numbers of signals by strength, on the scale of 0…10.
///
/// Source: `Conformance/Contract/api.md#signal-strength`.
package struct SignalTally: Sendable, Codable, Hashable {
    /// The strength above which a signal was reported before the thresholds were lowered.
    package static let originalThreshold = 6.0

    /// Signals stronger than 6.
    package private(set) var veryStrong = 0
    /// Signals stronger than 4.5, up to 6.
    package private(set) var strong = 0
    /// Signals stronger than 3, up to 4.5.
    package private(set) var moderate = 0
    /// Signals of strength 3 or less.
    package private(set) var weak = 0

    /// Makes an empty tally.
    package init() {}

    /// All signals: the sum of the four counts.
    package var total: Int { veryStrong + strong + moderate + weak }

    /// Counts one signal.
    package mutating func count(strength: Double) {
        if strength > Self.originalThreshold {
            veryStrong += 1
        } else if strength > 4.5 {
            strong += 1
        } else if strength > 3 {
            moderate += 1
        } else {
            weak += 1
        }
    }

    /// Adds two tallies.
    package static func + (left: SignalTally, right: SignalTally) -> SignalTally {
        var sum = left
        sum += right
        return sum
    }

    /// Adds another tally to this one.
    package static func += (left: inout SignalTally, right: SignalTally) {
        left.veryStrong += right.veryStrong
        left.strong += right.strong
        left.moderate += right.moderate
        left.weak += right.weak
    }

    private enum CodingKeys: String, CodingKey {
        case veryStrong = "very_strong"
        case strong
        case moderate
        case weak
    }
}
