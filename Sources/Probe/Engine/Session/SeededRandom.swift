//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A small reproducible generator (SplitMix64, Steele, Lea and Flood 2014): the same seed gives the same run.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    /// Creates a generator.
    ///
    /// - Parameters:
    ///   - seed: The run's seed.
    ///   - purpose: The purpose of the numbers; each has its own stream, independent of concurrent use of others.
    init(seed: UInt64, purpose: String) {
        // FNV-1a separates the purposes.
        self.state = purpose.utf8.reduce(seed ^ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 }
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Returns a text of lower-case hexadecimal digits.
    mutating func hex(digits: Int) -> String {
        var text = ""
        for _ in 0..<digits { text += String(Int.random(in: 0..<16, using: &self), radix: 16) }
        return text
    }
}
