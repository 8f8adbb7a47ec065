//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ConformanceChecks

extension Report {
    /// How long answers took, in milliseconds; without answers all percentiles are absent.
    public struct Percentiles: Codable, Sendable, Hashable {
        /// How many answers there were; absent from reports of versions that kept no bounds.
        public var responses: Int?
        /// Half of the answers came within this time.
        public var p50: Double?
        /// Nine of ten answers came within this time.
        public var p90: Double?
        /// 99 of 100 answers came within this time.
        public var p99: Double?
        /// The longest time.
        public var max: Double?
        /// What the answers leave for the true percentiles; absent where `answers` is.
        public var bounds: Bounds?

        /// Takes percentiles over, cut to microseconds.
        ///
        /// - Parameter percentiles: The percentiles, or nothing when nothing was answered.
        package init(_ percentiles: ConformanceChecks.Percentiles?) {
            self.responses = percentiles?.responses ?? 0
            self.p50 = percentiles?.p50.cutToMicroseconds
            self.p90 = percentiles?.p90.cutToMicroseconds
            self.p99 = percentiles?.p99.cutToMicroseconds
            self.max = percentiles?.max.cutToMicroseconds
            self.bounds = Bounds(
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

    /// Bounds on a percentile in milliseconds, each absent where there were too few answers for it.
    ///
    /// Each of the two is wrong in at most 1 % of all runs, whatever the distribution is.
    public struct Bound: Codable, Sendable, Hashable {
        /// The percentile is not below this.
        public var lower: Double?
        /// The percentile is not above this.
        public var upper: Double?

        fileprivate init(_ bound: ConformanceChecks.Percentiles.Bound?) {
            self.lower = bound?.lower?.cutToMicroseconds
            self.upper = bound?.upper?.cutToMicroseconds
        }
    }
}

extension Double {
    fileprivate var cutToMicroseconds: Double { (self * 1000).rounded() / 1000 }
}
