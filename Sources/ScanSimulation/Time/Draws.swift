//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// The random numbers of a simulation, each by its purpose and index.
///
/// A number does not depend on those drawn before it, so a schedule keeps its shape when something is left out of it.
struct Draws: Sendable {
    /// The purpose of a number.
    enum Purpose: UInt64 {
        case order = 1
        case requestDelay
        case replyDelay
        case strategyTime
        case destination
        case loss
        case confirmation
    }

    let seed: UInt64

    /// Returns a number.
    func number(_ purpose: Purpose, _ index: UInt64) -> UInt64 {
        let stream = SplitMix64.mixed(seed &+ purpose.rawValue &* SplitMix64.increment)
        return SplitMix64.mixed(stream &+ index &* SplitMix64.increment)
    }

    /// A flag that is true in every second simulation: an id is handed out once a replica has its scan.
    var confirmsScans: Bool { number(.confirmation, 0) % 2 == 0 }

    /// Returns a number from 0 up to a bound, which is greater than 0.
    func number(_ purpose: Purpose, _ index: UInt64, below bound: Int) -> Int {
        Int(number(purpose, index) % UInt64(bound))
    }
}
