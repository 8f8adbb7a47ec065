//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// Probes of a simulated deployment, seeded, so that every test run simulates the same ones.
struct SimulatedProbes {
    /// The requests of a probe and their fates.
    enum Kind: CaseIterable {
        /// All requests of a probe share one fate, as the polls of one job that is lost.
        case sharingOneFate
        /// Twenty requests that fail independently of each other.
        case independent
        /// Two jobs of ten requests each; those of a job share its fate.
        case twoJobs

        /// The number of fates in a probe.
        var fates: Int {
            switch self {
            case .sharingOneFate: 1
            case .independent: 20
            case .twoJobs: 2
            }
        }
    }

    /// The probability of each number of failures or fewer, as a bound on a random number.
    private let bounds: [UInt64]
    private var generator: SplitMix64

    init(_ kind: Kind, rate: Double, seed: UInt64) {
        let fates = kind.fates
        var sum = 0.0
        bounds = (0..<fates).map { failures in
            var ways = 1.0
            for index in 0..<failures { ways *= Double(fates - index) / Double(index + 1) }
            for _ in 0..<failures { ways *= 1 - rate }
            for _ in failures..<fates { ways *= rate }
            sum += ways
            return sum >= 1 ? .max : UInt64(sum * 0x1p64)
        }
        generator = SplitMix64(seed: seed)
    }

    /// Draws the share of the next probe that succeeded.
    mutating func next() -> Double {
        let draw = generator.next()
        var failures = 0
        while failures < bounds.count, draw >= bounds[failures] { failures += 1 }
        return 1 - Double(failures) / Double(bounds.count)
    }
}
