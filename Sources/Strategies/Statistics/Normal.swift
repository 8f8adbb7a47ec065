//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Glibc

/// The standard normal distribution.
package enum Normal {
    /// Computes the density at a point.
    package static func density(_ value: Double) -> Double {
        exp(-0.5 * value * value) * 0.398_942_280_401_432_7
    }

    /// Computes the probability of values up to a point, with full relative precision in the lower tail.
    package static func probability(upTo value: Double) -> Double {
        0.5 * erfc(-value * 0.5.squareRoot())
    }
}
