//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import Strategies

/// What a status poll answers from: the head of an entry.
package struct ScanSummary: Sendable, Hashable, Codable {
    /// How many opportunities a poll shows at most.
    ///
    /// Source: `Conformance/Contract/api.md#partial-results`.
    package static let previewLength = 10

    /// The version of the stored format.
    package var version = 1
    /// The scan, its owner and its filters' digest.
    package let key: CacheKey
    /// The filters the scan was started with.
    package let filters: ScanFilters
    /// The state.
    package internal(set) var state: ScanState
    /// The progress.
    package internal(set) var progress: ScanProgress
    /// The ids of the strategies the scan runs, in order.
    package let strategies: [String]
    /// When the scan was registered; its market is looked at as of then, whoever works on it and when.
    package let startedAt: Date
    /// When the entry was last written.
    package internal(set) var cachedAt: Date
    /// When the scan ended.
    package internal(set) var finishedAt: Date?
    /// Why it failed.
    package internal(set) var failure: ScanFailure?
    /// The best opportunities so far, ``previewLength`` at most.
    package internal(set) var preview: [Opportunity] = []

    /// Whether the scan goes on.
    package var isPartial: Bool { !state.isFinal }

    /// Describes a scan.
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

    /// How long the scan took or has taken by a given time, in milliseconds.
    package func elapsedMilliseconds(by time: Date) -> Int64 {
        max(0, Int64(((finishedAt ?? time).timeIntervalSince(startedAt)) * 1000))
    }
}
