//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Percentiles of response times, in milliseconds from the first byte sent to the last one received.
public struct Percentiles: Sendable, Hashable {
    /// The number of responses.
    public var responses: Int
    /// The median.
    public var p50: Double
    /// The 90th percentile.
    public var p90: Double
    /// The 99th percentile.
    public var p99: Double
    /// The longest time.
    public var max: Double
    /// The confidence bounds of the true percentiles.
    public var bounds: Bounds

    /// The bounds on each of the deployment's percentiles.
    public struct Bounds: Sendable, Hashable {
        /// The bounds on the median.
        public var p50: Bound
        /// The bounds on the 90th percentile.
        public var p90: Bound
        /// The bounds on the 99th percentile.
        public var p99: Bound
    }

    /// Bounds on a percentile in milliseconds, each absent where the sample is too small for it.
    ///
    /// Each of the two is wrong for at most 1 % of all samples, whatever the distribution is.
    public struct Bound: Sendable, Hashable {
        /// The percentile is not below this.
        public var lower: Double?
        /// The percentile is not above this.
        public var upper: Double?

        /// The share of samples for which either bound may be wrong.
        static let error = 0.01

        fileprivate init(_ quantile: Double, of sorted: [Duration]) {
            lower = QuantileBound.lower(quantile, of: sorted, error: Self.error).map { $0.inMilliseconds }
            upper = QuantileBound.upper(quantile, of: sorted, error: Self.error).map { $0.inMilliseconds }
        }
    }

    /// Returns a percentile of sorted durations by nearest rank.
    ///
    /// - Parameters:
    ///   - percent: The percentile, from 1 to 100.
    ///   - sorted: The durations, at least one.
    /// - Returns: The duration.
    static func rank(_ percent: Int, of sorted: [Duration]) -> Duration {
        sorted[Swift.max((sorted.count * percent + 99) / 100, 1) - 1]
    }

    /// Takes percentiles by nearest rank.
    ///
    /// - Parameter durations: The durations, in any order. Without any there are no percentiles.
    package init?(of durations: [Duration]) {
        guard !durations.isEmpty else { return nil }
        let sorted = durations.sorted()
        func rank(_ percent: Int) -> Double { Self.rank(percent, of: sorted).inMilliseconds }
        responses = sorted.count
        p50 = rank(50)
        p90 = rank(90)
        p99 = rank(99)
        max = rank(100)
        bounds = Bounds(
            p50: Bound(0.5, of: sorted),
            p90: Bound(0.9, of: sorted),
            p99: Bound(0.99, of: sorted)
        )
    }
}
