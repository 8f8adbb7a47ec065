//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// A counter-based random number generator: each number is a function of a key and a counter, with random access.
///
/// The numbers are those of SplitMix64: the counter times the golden ratio's odd 64-bit constant is added to the key
/// and mixed. All derived computations use only additions, multiplications, divisions and square roots, which IEEE 754
/// rounds the same way on every machine. Source: Steele, Lea and Flood, *Fast Splittable Pseudorandom Number
/// Generators*, 2014.
struct CounterRandom {
    private let key: UInt64

    /// Makes the generator of a seed.
    init(seed: UInt64) {
        key = seed
    }

    /// Derives an independent generator for another purpose.
    func stream(_ number: UInt64) -> CounterRandom {
        CounterRandom(seed: SplitMix64.mixed(bits(Int64(bitPattern: number)) ^ 0xD1B5_4A32_D192_ED03))
    }

    /// Returns 64 random bits.
    func bits(_ counter: Int64) -> UInt64 {
        SplitMix64.mixed(key &+ UInt64(bitPattern: counter) &* SplitMix64.increment)
    }

    /// Returns a number uniformly distributed over 0..<1.
    func uniform(_ counter: Int64) -> Double {
        Double(bits(counter) &>> 11) * 0x1p-53
    }

    /// Returns a nearly normal number of mean 0 and deviation 1, within ±3.47: the sum of four uniform ones of 16 bits.
    func normal(_ counter: Int64) -> Double {
        let bits = bits(counter)
        let sum = (bits & 0xFFFF) &+ ((bits &>> 16) & 0xFFFF) &+ ((bits &>> 32) & 0xFFFF) &+ (bits &>> 48)
        return (Double(sum) - 131_070) / 37_837.2
    }
}
