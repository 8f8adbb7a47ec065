//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanConformance

extension Report {
    /// Whether its counts are such as a run gives: a file may have been written by anybody.
    package var hasPossibleCounts: Bool {
        [self.rates.statusFound, self.rates.statusCorrect, self.rates.results, self.rates.initiate].allSatisfy {
            (0...1_000_000_000).contains($0.trials) && (0...$0.trials).contains($0.successes)
        }
    }
}

extension Comparison {
    /// A rate before and after, and whether chance explains the difference.
    public struct RateChange: Codable, Sendable, Hashable {
        /// The rate's name in reports, such as `status_found`.
        public var name: String
        /// The rate before.
        public var before: Report.Rate
        /// The rate after.
        public var after: Report.Rate
        /// How often chance alone would bring about such a difference: Fisher's exact test, two-sided.
        public var probability: Double
        /// Which way the rate went.
        public var trend: Trend

        private enum CodingKeys: String, CodingKey {
            case name
            case before
            case after
            case probability = "p"
            case trend
        }

        static func all(from before: Report, to after: Report, _ thresholds: Thresholds) -> [RateChange] {
            [
                ("status_found", before.rates.statusFound, after.rates.statusFound),
                ("status_correct", before.rates.statusCorrect, after.rates.statusCorrect),
                ("results", before.rates.results, after.rates.results),
                ("initiate", before.rates.initiate, after.rates.initiate),
            ].map { name, before, after in
                let probability = FisherExact.twoSided(
                    (before.successes, before.trials),
                    (after.successes, after.trials)
                )
                let isNoise = probability >= thresholds.probability
                let trend: Trend = isNoise ? .same : after.rate < before.rate ? .worse : .better
                return RateChange(name: name, before: before, after: after, probability: probability, trend: trend)
            }
        }
    }

    /// A percentile of a latency before and after, in milliseconds.
    public struct LatencyChange: Codable, Sendable, Hashable {
        /// What was asked for: `status`, `results` or `initiate`.
        public var operation: String
        /// Which percentile: `p50` or `p99`.
        public var percentile: String
        /// The latency before.
        public var before: Double
        /// The latency after.
        public var after: Double
        /// How many times the latency before the one after is; absent when the one before was nothing.
        public var ratio: Double?
        /// Which way the latency went.
        public var trend: Trend

        static func all(from before: Report, to after: Report, _ thresholds: Thresholds) -> [LatencyChange] {
            [
                ("status", before.latency.status, after.latency.status),
                ("results", before.latency.results, after.latency.results),
                ("initiate", before.latency.initiate, after.latency.initiate),
            ].flatMap { operation, before, after in
                [("p50", before.p50, after.p50), ("p99", before.p99, after.p99)].compactMap {
                    percentile,
                    before,
                    after in
                    guard let before, let after else { return nil }
                    return LatencyChange(operation, percentile, before, after, thresholds)
                }
            }
        }

        private init(
            _ operation: String,
            _ percentile: String,
            _ before: Double,
            _ after: Double,
            _ thresholds: Thresholds
        ) {
            self.operation = operation
            self.percentile = percentile
            self.before = before
            self.after = after
            self.ratio = before > 0 ? (after / before * 1000).rounded() / 1000 : nil
            func exceeds(_ one: Double, _ other: Double) -> Bool {
                one > other * thresholds.latencyRatio && one - other > thresholds.latencyMilliseconds
            }
            self.trend = exceeds(after, before) ? .worse : exceeds(before, after) ? .better : .same
        }
    }
}
