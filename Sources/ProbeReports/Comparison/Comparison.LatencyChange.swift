//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Comparison {
    /// A percentile of a latency before and after, in milliseconds.
    public struct LatencyChange: Codable, Sendable, Hashable {
        /// The operation: `status`, `results` or `initiate`.
        public var operation: String
        /// The percentile: `p50`, `p90` or `p99`.
        public var percentile: String
        /// The latency before.
        public var before: Double
        /// The latency after.
        public var after: Double
        /// The confidence bounds of the percentile before; absent when the report has no bounds.
        public var beforeBounds: Report.Bound?
        /// The confidence bounds of the percentile after; absent when the report has no bounds.
        public var afterBounds: Report.Bound?
        /// The latency after, divided by the one before; absent when the one before was 0.
        public var ratio: Double?
        /// The direction of the change.
        public var trend: Trend
        /// The basis of the decision.
        public var basis: Basis

        private enum CodingKeys: String, CodingKey {
            case operation
            case percentile
            case before
            case after
            case beforeBounds = "before_bounds"
            case afterBounds = "after_bounds"
            case ratio
            case trend
            case basis
        }

        /// The basis of the decision that a latency is worse, better or the same.
        public enum Basis: String, Codable, Sendable, Hashable, CaseIterable {
            /// The percentiles differ by less than the thresholds.
            case withinThresholds = "within_thresholds"
            /// The thresholds are exceeded by every value within the bounds.
            case boundsApart = "bounds_apart"
            /// The percentiles differ by more than the thresholds, their bounds do not: it may be chance.
            case boundsTooNear = "bounds_too_near"
            /// The percentiles differ by more than the thresholds, with too few responses to bound them.
            case tooFewAnswers = "too_few_answers"
            /// A report has no bounds, so that the thresholds alone decide, and the difference may be chance.
            case thresholdsAlone = "thresholds_alone"
        }
    }
}

extension Comparison.LatencyChange {
    static func all(
        from before: Report,
        to after: Report,
        _ thresholds: Comparison.Thresholds
    ) -> [Comparison.LatencyChange] {
        let operations = [
            ("status", before.latency.status, after.latency.status),
            ("results", before.latency.results, after.latency.results),
            ("initiate", before.latency.initiate, after.latency.initiate),
        ]
        return operations.flatMap { operation, before, after in
            zip(before.measured, after.measured).compactMap { before, after in
                guard let was = before.value, let now = after.value else { return nil }
                var change = Comparison.LatencyChange(
                    operation: operation,
                    percentile: before.name,
                    before: was,
                    after: now,
                    beforeBounds: before.bound,
                    afterBounds: after.bound,
                    ratio: was > 0 ? (now / was * 1000).rounded() / 1000 : nil,
                    trend: .same,
                    basis: .withinThresholds
                )
                change.decide(thresholds)
                return change
            }
        }
    }

    /// Decides the direction of the change and its basis.
    private mutating func decide(_ thresholds: Comparison.Thresholds) {
        func exceeds(_ one: Double, _ other: Double) -> Bool {
            one > other * thresholds.latencyRatio && one - other > thresholds.latencyMilliseconds
        }
        let trend: Comparison.Trend =
            exceeds(after, before) ? .worse : exceeds(before, after) ? .better : .same
        guard trend != .same else { return }
        guard let beforeBounds, let afterBounds else {
            (self.trend, basis) = (trend, .thresholdsAlone)
            return
        }
        let (slower, faster) = trend == .worse ? (afterBounds, beforeBounds) : (beforeBounds, afterBounds)
        if let least = slower.lower, let most = faster.upper {
            let isApart = exceeds(least, most)
            (self.trend, basis) = isApart ? (trend, .boundsApart) : (.same, .boundsTooNear)
        } else {
            basis = .tooFewAnswers
        }
    }
}

extension Report.Percentiles {
    /// The compared percentiles; the longest time is not one of them, since it grows with every request.
    fileprivate var measured: [(name: String, value: Double?, bound: Report.Bound?)] {
        [
            ("p50", p50, bounds?.p50), ("p90", p90, bounds?.p90),
            ("p99", p99, bounds?.p99),
        ]
    }
}
