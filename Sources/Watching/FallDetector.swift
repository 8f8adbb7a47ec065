//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A detector of the moment at which a rate falls below its target, with a known rate of false alarms.
///
/// An observation is the share of a probe that succeeded, 0…1. Some gamblers bet on each of them that the mean is below
/// the target t: the one with stake λ multiplies what he has by 1 + λ (t - share), with λ below 1/(1-t), so that it never
/// gets negative. Before each bet everyone is given 1 more. As long as the mean of a share is t or more, given those
/// before it, no bet has a positive expectation, so after n observations a gambler owns n at most in expectation. An alarm
/// is raised when the average of all gamblers reaches `length`: by optional stopping this takes `length` observations or
/// more on average, whatever the shares' distribution is.
///
/// Nothing is assumed of the requests within a probe, which may all share one fate: the probe is the unit. Probes need
/// not be independent either.
///
/// Memory and work are the same for each observation.
///
/// Sources: J. Shin, A. Ramdas, A. Rinaldo, *E-detectors: a nonparametric framework for sequential change detection*,
/// 2022, for the Shiryaev–Roberts e-detector and its mixtures; I. Waudby-Smith, A. Ramdas, *Estimating means of bounded
/// random variables by betting*, J. R. Stat. Soc. B 86 (2024), for the bets.
package struct FallDetector: Sendable, Hashable {
    /// The stakes, as parts of the largest one: low ones notice a small fall, high ones a total one soon.
    private static let stakes: SIMD16<Double> = {
        var stakes = SIMD16<Double>()
        // From 1/100 to 9/10 in equal steps of the logarithm: half of the best stake still earns three quarters of it.
        var stake = 0.01
        for index in stakes.indices {
            stakes[index] = stake
            stake *= 1.349_858_8
        }
        return stakes
    }()
    /// The bound on a gambler's possessions, far beyond each length: a detector that is not reset does not overflow.
    private static let most = 1e300

    /// The rate below which an alarm is due.
    package let target: Double
    /// The mean number of observations to a false alarm, at least.
    package let length: Double
    private let stakes: SIMD16<Double>
    private var owned = SIMD16<Double>()

    /// Creates a detector that has seen nothing.
    ///
    /// - Parameters:
    ///   - target: The rate below which an alarm is due, between 0 and 1.
    ///   - length: The mean number of observations to a false alarm, at least; 1 or more.
    package init(target: Double, length: Double) {
        self.target = min(max(target, 0.001), 0.999_999)
        self.length = max(length, 1)
        stakes = Self.stakes / (1 - self.target)
    }

    /// Adds an observation.
    ///
    /// - Parameter share: The share of a probe that succeeded; what lies outside 0…1 counts as the nearest.
    /// - Returns: True if an alarm is due.
    package mutating func add(_ share: Double) -> Bool {
        let gain = target - min(max(share, 0), 1)
        owned = (owned + 1) * (1 + stakes * gain)
        owned = pointwiseMin(owned, SIMD16(repeating: Self.most))
        return owned.sum() >= length * Double(SIMD16<Double>.scalarCount)
    }

    /// Forgets everything.
    package mutating func reset() { owned = SIMD16() }

    /// The way to the alarm, on the scale of the logarithm: 0 where flawless probes lead, 1 at the alarm.
    package var suspicion: Double {
        // A gambler with stake s, as a part of the largest, has (1 - s)/s when nothing has failed for long.
        let calm = logarithm(1 + Self.average((1 - Self.stakes) / Self.stakes))
        let alarm = logarithm(1 + length)
        guard alarm > calm else { return 0 }
        return min(max((logarithm(1 + Self.average(owned)) - calm) / (alarm - calm), 0), 1)
    }

    private static func average(_ values: SIMD16<Double>) -> Double {
        values.sum() / Double(SIMD16<Double>.scalarCount)
    }

    /// The gamblers' possessions, which are all that a detector remembers.
    package var memory: [Double] { owned.indices.map { owned[$0] } }

    /// Takes over the memory of an earlier detector.
    ///
    /// - Parameter memory: The possessions.
    /// - Returns: False for what is no memory of a detector.
    package mutating func restore(_ memory: [Double]) -> Bool {
        guard memory.count == SIMD16<Double>.scalarCount, memory.allSatisfy({ (0...Self.most).contains($0) }) else {
            return false
        }
        owned = SIMD16(memory)
        return true
    }
}
