//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// How long answers took, in milliseconds from the first byte sent to the last one received.
public struct Percentiles: Sendable, Hashable {
    /// Half of the answers came within this time.
    public var p50: Double
    /// Nine of ten answers came within this time.
    public var p90: Double
    /// 99 of 100 answers came within this time.
    public var p99: Double
    /// The longest time.
    public var max: Double

    /// Takes percentiles by nearest rank.
    ///
    /// - Parameter nanoseconds: The durations, in any order. Without any there are no percentiles.
    init?(nanoseconds: [Int64]) {
        guard !nanoseconds.isEmpty else { return nil }
        let sorted = nanoseconds.sorted()
        func rank(_ percent: Int) -> Double {
            let position = (sorted.count * percent + 99) / 100
            return Double(sorted[Swift.max(position, 1) - 1]) / 1_000_000
        }
        self.p50 = rank(50)
        self.p90 = rank(90)
        self.p99 = rank(99)
        self.max = rank(100)
    }
}
