//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// The random numbers of a run, which the same seed gives again.
struct SeededRandom: RandomNumberGenerator {
    private var generator: SplitMix64

    /// Creates a generator.
    ///
    /// - Parameters:
    ///   - seed: The run's seed.
    ///   - purpose: The purpose of the numbers; each has its own stream, independent of concurrent use of others.
    init(seed: UInt64, purpose: String) {
        // FNV-1a separates the purposes.
        generator = SplitMix64(
            seed: purpose.utf8.reduce(seed ^ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 }
        )
    }

    mutating func next() -> UInt64 { generator.next() }

    /// Returns a text of lower-case hexadecimal digits.
    mutating func hex(digits: Int) -> String {
        var text = ""
        for _ in 0..<digits { text += String(Int.random(in: 0..<16, using: &self), radix: 16) }
        return text
    }
}
