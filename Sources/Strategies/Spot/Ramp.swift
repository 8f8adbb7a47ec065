//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A scale from 0 to 1 between two magnitudes, with the sign of what is measured.
///
/// Below the lower bound a value says nothing; from the upper bound on it says no more.
struct Ramp {
    /// The magnitude up to which the result is 0.
    let lower: Double
    /// The magnitude from which on it is 1 or −1; above ``lower``.
    let upper: Double

    /// Measures a value.
    func callAsFunction(_ value: Double) -> Double {
        let share = (value.magnitude - lower) / (upper - lower)
        let bounded = share < 0 ? 0 : (share > 1 ? 1 : share)
        return value < 0 ? -bounded : bounded
    }
}
