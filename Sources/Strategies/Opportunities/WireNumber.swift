//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The rounding of numbers for the wire, by arithmetic that gives the same result on every machine.
enum WireNumber {
    /// Rounds an amount to whole cents.
    static func cents(_ value: Double) -> Double { (value * 100).rounded() / 100 }

    /// Rounds a score or an indicator to four decimals.
    static func score(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

    /// Rounds a price to eight significant digits; prices below 1e-8 or above 1e15 are unchanged.
    static func price(_ value: Double) -> Double {
        guard value >= 1e-8, value <= 1e15 else { return value }
        var scale = 1.0
        while value * scale < 1e7 { scale *= 10 }
        return (value * scale).rounded() / scale
    }
}
