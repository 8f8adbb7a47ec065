//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Computes the dot product of two columns of the same length.
///
/// Four sums run in parallel, so that no addition waits for the one before; their order is fixed, and so is the result.
func dotProduct(_ left: Span<Double>, _ right: Span<Double>) -> Double {
    precondition(left.count == right.count)
    let count = left.count
    var sums = SIMD4<Double>.zero
    var index = 0
    // The bounds are checked once, above, for all accesses.
    while index + 4 <= count {
        let first = unsafe SIMD4(
            left[unchecked: index],
            left[unchecked: index + 1],
            left[unchecked: index + 2],
            left[unchecked: index + 3]
        )
        let second = unsafe SIMD4(
            right[unchecked: index],
            right[unchecked: index + 1],
            right[unchecked: index + 2],
            right[unchecked: index + 3]
        )
        sums += first * second
        index += 4
    }
    var sum = sums.sum()
    while index < count {
        unsafe sum += left[unchecked: index] * right[unchecked: index]
        index += 1
    }
    return sum
}
