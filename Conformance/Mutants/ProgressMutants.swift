//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ScanServer

extension Mutant {
    /// Progress goes back now and then, as when an older write overtakes a newer one.
    static let progressShrinks: Mutant = {
        let polls = Tally()
        return Mutant(
            name: "progress-shrinks",
            summary: "Every other poll of a worker for a running scan tells one strategy fewer than have finished.",
            violates: ["PROG-001", "RATE-002"],
            seams: ServerSeams(
                store: {
                    ProgressStore(right: $0) { state, progress in
                        guard state == .scanning, progress.completed > 0, polls.next().isMultiple(of: 2) else {
                            return progress
                        }
                        return ScanProgress(
                            completed: progress.completed - 1,
                            total: progress.total,
                            found: progress.found
                        )
                    }
                }
            )
        )
    }()

    /// The total is not known until the first strategy has finished.
    static let totalZeroAtFirst = Mutant(
        name: "total-zero-at-first",
        summary: "The total is 0 until the first strategy has finished.",
        violates: ["PROG-002", "PROG-003", "RATE-002"],
        seams: ServerSeams(
            store: {
                ProgressStore(right: $0) { _, progress in
                    guard progress.completed == 0 else { return progress }
                    return ScanProgress(completed: 0, total: 0, found: progress.found)
                }
            }
        )
    )

    /// A complete scan lacks a strategy.
    static let completeWithFewer = Mutant(
        name: "complete-with-fewer",
        summary: "A complete scan says that one strategy has not finished.",
        violates: ["PROG-001", "PROG-004", "RATE-002"],
        seams: ServerSeams(
            store: {
                ProgressStore(right: $0) { state, progress in
                    guard state == .complete else { return progress }
                    return ScanProgress(
                        completed: progress.total - 1,
                        total: progress.total,
                        found: progress.found
                    )
                }
            }
        )
    )
}

/// A store that tells another progress than the one it reads.
private struct ProgressStore: StoreMutant {
    let right: any ScanStore
    let tell: @Sendable (ScanState, ScanProgress) -> ScanProgress

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        guard let stored = try await right.summary(at: key) else { return nil }
        let summary = stored.summary
        return StoredSummary(
            summary: summary.telling(summary.state, tell(summary.state, summary.progress)),
            hasLookups: stored.hasLookups
        )
    }
}

extension ScanSummary {
    /// The summary with another state and progress.
    func telling(_ state: ScanState, _ progress: ScanProgress) -> ScanSummary {
        ScanSummary(
            key: key,
            filters: filters,
            state: state,
            progress: progress,
            strategies: strategies,
            startedAt: startedAt,
            cachedAt: cachedAt
        )
    }
}
