//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A linear scale from 0 to 1 between two magnitudes, with the sign of the value.
///
/// Magnitudes below the lower bound give 0; those above the upper bound give 1.
struct LinearRamp {
    /// The magnitude up to which the result is 0.
    let lower: Double
    /// The magnitude from which on the result is 1 or −1; above ``lower``.
    let upper: Double

    /// Maps a value to the scale, −1…1.
    func callAsFunction(_ value: Double) -> Double {
        let share = (value.magnitude - lower) / (upper - lower)
        let bounded = share < 0 ? 0 : (share > 1 ? 1 : share)
        return value < 0 ? -bounded : bounded
    }
}
