//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import Strategies

/// The summary of a scan, the head of its entry, which status polls are answered from.
package struct ScanSummary: Sendable, Hashable, Codable {
    /// The maximum number of opportunities in the response to a poll.
    ///
    /// Source: `Conformance/Contract/api.md#partial-results`.
    package static let previewLength = 10

    /// The version of the stored format.
    package var version = 1
    /// The cache key: the scan, its owner and the digest of its filters.
    package let key: CacheKey
    /// The filters of the scan.
    package let filters: ScanFilters
    /// The state.
    package internal(set) var state: ScanState
    /// The progress.
    package internal(set) var progress: ScanProgress
    /// The ids of the strategies the scan runs, in order.
    package let strategies: [String]
    /// The time of registration, which is also the market time of the scan, whichever worker runs it and when.
    package let startedAt: Date
    /// The time of the last write of the entry.
    package internal(set) var cachedAt: Date
    /// The end time of the scan.
    package internal(set) var finishedAt: Date?
    /// The reason of a failed scan.
    package internal(set) var failure: ScanFailure?
    /// The best opportunities so far, at most ``previewLength``.
    package internal(set) var preview: [Opportunity] = []

    /// A flag that is true while the scan is not final.
    package var isPartial: Bool { !state.isFinal }

    /// Creates a summary.
    package init(
        key: CacheKey,
        filters: ScanFilters,
        state: ScanState,
        progress: ScanProgress,
        strategies: [String],
        startedAt: Date,
        cachedAt: Date
    ) {
        self.key = key
        self.filters = filters
        self.state = state
        self.progress = progress
        self.strategies = strategies
        self.startedAt = startedAt
        self.cachedAt = cachedAt
    }

    /// Returns the duration of the scan, up to a given time if it is running, in milliseconds.
    package func elapsedMilliseconds(by time: Date) -> Int64 {
        max(0, Int64(((finishedAt ?? time).timeIntervalSince(startedAt)) * 1000))
    }
}
