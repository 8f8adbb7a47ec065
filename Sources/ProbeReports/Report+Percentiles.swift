//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ConformanceChecks

extension Report {
    /// The latency percentiles, in milliseconds; absent without responses.
    public struct Percentiles: Codable, Sendable, Hashable {
        /// The number of responses; absent from reports of versions without bounds.
        public var responses: Int?
        /// The median.
        public var p50: Double?
        /// The 90th percentile.
        public var p90: Double?
        /// The 99th percentile.
        public var p99: Double?
        /// The longest time.
        public var max: Double?
        /// The confidence bounds of the true percentiles; absent with ``responses``.
        public var bounds: Bounds?

        // The names that reports have had since they were first written.
        private enum CodingKeys: String, CodingKey {
            case p50, p90, p99, max, bounds
            case responses = "answers"
        }

        /// Converts percentiles, rounded to microseconds.
        ///
        /// - Parameter percentiles: The percentiles, or `nil` without responses.
        package init(_ percentiles: ConformanceChecks.Percentiles?) {
            responses = percentiles?.responses ?? 0
            p50 = percentiles?.p50.cutToMicroseconds
            p90 = percentiles?.p90.cutToMicroseconds
            p99 = percentiles?.p99.cutToMicroseconds
            max = percentiles?.max.cutToMicroseconds
            bounds = Bounds(
                p50: Bound(percentiles?.bounds.p50),
                p90: Bound(percentiles?.bounds.p90),
                p99: Bound(percentiles?.bounds.p99)
            )
        }
    }

    /// The bounds on each of the deployment's percentiles.
    public struct Bounds: Codable, Sendable, Hashable {
        /// The bounds on the median.
        public var p50: Bound
        /// The bounds on the 90th percentile.
        public var p90: Bound
        /// The bounds on the 99th percentile.
        public var p99: Bound
    }

    /// The confidence bounds of a percentile in milliseconds, each absent where there were too few responses for it.
    ///
    /// Each of the two is wrong in at most 1 % of all runs, for any distribution.
    public struct Bound: Codable, Sendable, Hashable {
        /// The percentile is not below this.
        public var lower: Double?
        /// The percentile is not above this.
        public var upper: Double?

        fileprivate init(_ bound: ConformanceChecks.Percentiles.Bound?) {
            lower = bound?.lower?.cutToMicroseconds
            upper = bound?.upper?.cutToMicroseconds
        }
    }
}

extension Double {
    fileprivate var cutToMicroseconds: Double { (self * 1000).rounded() / 1000 }
}
