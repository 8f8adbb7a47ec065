//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks

extension Report {
    /// True if the counts are possible for a run: a report file may come from anywhere.
    package var hasPossibleCounts: Bool {
        [rates.statusFound, rates.statusCorrect, rates.results, rates.initiate].allSatisfy {
            (0...1_000_000_000).contains($0.trials) && (0...$0.trials).contains($0.successes)
        }
    }
}

extension Comparison {
    /// A rate before and after, and the significance of the difference.
    public struct RateChange: Codable, Sendable, Hashable {
        /// The rate's name in reports, such as `status_found`.
        public var name: String
        /// The rate before.
        public var before: Report.Rate
        /// The rate after.
        public var after: Report.Rate
        /// The probability of such a difference by chance alone: Fisher's exact test, two-sided.
        public var probability: Double
        /// The direction of the change.
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
}
