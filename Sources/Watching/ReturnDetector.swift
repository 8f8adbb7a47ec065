//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A detector of the moment at which a rate is good again, with a known rate of false all-clears.
///
/// The mirror image of ``FallDetector``: one gambler bets everything on each probe that the mean is above a floor f. He is
/// given 1 before each probe, and his possessions are multiplied by share/f. As long as the mean of a share is f or less he
/// owns n after n probes at most in expectation, so it takes `length` probes or more on average until he owns `length`.
/// A total failure takes everything from him: flawless probes are counted anew.
///
/// The floor is where twice as much fails as the target allows, and not the target itself: that a rate of 100 % is above
/// 95 % takes twice as many probes to see as that it is above 90 %.
package struct ReturnDetector: Sendable, Hashable {
    /// The rate at which the length of a false all-clear holds.
    package let floor: Double
    /// The mean number of observations to a false all-clear, at least.
    package let length: Double
    private var owned = 0.0

    /// Creates a detector that has seen nothing.
    ///
    /// - Parameters:
    ///   - target: The rate below which an alarm is raised, between 0 and 1.
    ///   - length: The mean number of observations to a false all-clear, at least; 1 or more.
    package init(target: Double, length: Double) {
        floor = max(2 * target - 1, target / 2)
        self.length = max(length, 1)
    }

    /// Adds an observation.
    ///
    /// - Parameter share: The share of a probe that succeeded; what lies outside 0…1 counts as the nearest.
    /// - Returns: True if the all-clear is due.
    package mutating func add(_ share: Double) -> Bool {
        owned = min((owned + 1) * min(max(share, 0), 1) / floor, 1e300)
        return owned >= length
    }

    /// The number of flawless probes that still lack.
    package var flawlessProbesToGo: Int {
        var later = self
        for count in 1...100_000 where later.add(1) { return count }
        return 100_000
    }

    /// The gambler's possessions, which are all that a detector remembers.
    package var memory: Double { owned }

    /// Takes over the memory of an earlier detector.
    ///
    /// - Parameter memory: The possessions.
    /// - Returns: False for what is no memory of a detector.
    package mutating func restore(_ memory: Double) -> Bool {
        guard (0...1e300).contains(memory) else { return false }
        owned = memory
        return true
    }
}
