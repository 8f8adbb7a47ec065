//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ScanServer

extension Mutant {
    /// Progress sometimes goes backwards, as if an older write overtook a newer one.
    static let progressShrinks: Mutant = {
        let polls = Tally()
        return Mutant(
            name: "progress-shrinks",
            summary: "Every other poll of a worker for a running scan tells three strategies fewer than have finished.",
            violates: ["PROG-001", "PROG-008"],
            consequences: ["RATE-002"],
            seams: ServerSeams(
                store: {
                    ProgressStore(base: $0) { state, progress in
                        guard state == .scanning, progress.completed > 0, polls.next().isMultiple(of: 2) else {
                            return progress
                        }
                        return ScanProgress(
                            completed: max(0, progress.completed - 3),
                            total: progress.total,
                            found: progress.found
                        )
                    }
                }
            )
        )
    }()

    /// The total is unknown until some strategies have finished.
    static let totalZeroAtFirst = Mutant(
        name: "total-zero-at-first",
        summary: "The total is 0 until a quarter of the strategies has finished.",
        // The percentage of nothing is 100, and a quarter is less.
        violates: ["PROG-003", "PROG-008"],
        // An initiation that joins the scan reports its progress, too.
        consequences: ["PROG-001", "RATE-002"],
        seams: ServerSeams(
            store: {
                ProgressStore(base: $0) { _, progress in
                    guard progress.hasJustBegun else { return progress }
                    return ScanProgress(completed: 0, total: 0, found: progress.found)
                }
            }
        )
    )

    /// A complete scan is one strategy short.
    static let completeWithFewer = Mutant(
        name: "complete-with-fewer",
        summary: "A complete scan says that one strategy has not finished.",
        violates: ["PROG-004"],
        consequences: ["PROG-001", "PROG-008", "RATE-002"],
        cause: "the last progress write is skipped at completion",
        seams: ServerSeams(
            store: {
                ProgressStore(base: $0) { state, progress in
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

    /// One strategy is counted twice.
    static let progressOvershoots = Mutant(
        name: "progress-overshoots",
        summary: "One strategy more has finished than the scan has.",
        violates: ["PROG-002", "PROG-004"],
        cause: "a strategy is counted twice, for example after a retry",
        seams: ServerSeams(
            store: {
                ProgressStore(base: $0) { _, progress in
                    ScanProgress(completed: progress.completed + 1, total: progress.total, found: progress.found)
                }
            }
        )
    )

    /// Progress is written only after all strategies have finished.
    ///
    /// Source: `Conformance/Contract/store.md#why-it-is-built-so`.
    static let progressZeroToTheEnd = Mutant(
        name: "progress-zero-to-the-end",
        summary: "Progress stays at 0 until the scan is complete.",
        violates: ["PROG-006"],
        consequences: ["PROG-001"],
        seams: ServerSeams(
            store: {
                ProgressStore(base: $0) { state, progress in
                    guard state == .scanning else { return progress }
                    return ScanProgress(completed: 0, total: progress.total, found: 0)
                }
            }
        )
    )

    /// The progress of a complete scan is 0 of 0.
    static let completeWithZero = Mutant(
        name: "complete-with-zero",
        summary: "A complete scan says 0 of 0.",
        violates: ["PROG-004", "PROG-001", "PROG-003"],
        consequences: ["RATE-002"],
        seams: ServerSeams(
            store: {
                ProgressStore(base: $0) { state, progress in
                    guard state == .complete else { return progress }
                    return ScanProgress(completed: 0, total: 0, found: progress.found)
                }
            }
        )
    )

    /// The percentage is a fraction between 0 and 1.
    static let percentageAsFraction = Mutant(
        name: "percentage-as-fraction",
        summary: "The percentage goes from 0 to 1.",
        violates: ["PROG-002", "PROG-004"],
        seams: changedPercentage { percentage, _ in percentage / 100 }
    )

    /// Each worker estimates the percentage for itself, close to the count yet not in step with the others.
    static let percentageShrinks: Mutant = {
        let polls = Tally()
        return Mutant(
            name: "percentage-shrinks",
            summary: "Every other poll of a worker for a running scan tells 0.9 points less than the count gives.",
            violates: ["PROG-008"],
            seams: changedPercentage { percentage, isRunning in
                isRunning && percentage >= 1 && polls.next().isMultiple(of: 2) ? percentage - 0.9 : percentage
            }
        )
    }()

    /// The percentage of a running scan comes from the time that has passed, not from what is done.
    static let percentageAhead = Mutant(
        name: "percentage-ahead",
        summary: "The percentage of a running scan is five points ahead of the count.",
        violates: ["PROG-002"],
        cause: "the percentage is estimated from time rather than from strategies",
        seams: changedPercentage { percentage, isRunning in isRunning ? min(percentage + 5, 99) : percentage }
    )

    /// A partial result is later withdrawn.
    static let partialResultVanishes = Mutant(
        name: "partial-result-vanishes",
        summary: "The first partial result is of a symbol that the results do not have.",
        violates: ["PROG-005"],
        seams: .answers(to: .status) { answer, _ in
            answer.changeList("partial_results") { list in
                if !list.isEmpty { list[0]["symbol"] = "GONE/USDT" }
            }
        }
    )

    /// The count of a running scan ignores the filters.
    static let foundSoFarShrinks = Mutant(
        name: "found-so-far-shrinks",
        summary: "A running scan has found a hundred opportunities that a complete one has not.",
        violates: ["PROG-007"],
        seams: .answers(to: .status) { answer, _ in
            guard answer.state == "scanning" else { return }
            answer.change("progress") { progress in
                guard let found = progress["opportunities_found_so_far"] as? Int else { return }
                progress["opportunities_found_so_far"] = found + 100
            }
        }
    )

    /// Status answers whose percentage is another, by what it was and whether the scan runs.
    private static func changedPercentage(
        _ change: @escaping @Sendable (_ percentage: Double, _ isRunning: Bool) -> Double
    ) -> ServerSeams {
        .answers(to: .status) { answer, _ in
            let isRunning = answer.state == "scanning"
            answer.change("progress") { progress in
                guard let percentage = progress["percentage"] as? Double else { return }
                progress["percentage"] = change(percentage, isRunning)
            }
        }
    }
}

/// A store that reports altered progress.
struct ProgressStore: StoreMutant {
    let base: any ScanStore
    let tell: @Sendable (ScanState, ScanProgress) -> ScanProgress

    func summary(at key: CacheKey) async throws(StoreError) -> StoredSummary? {
        guard let stored = try await base.summary(at: key) else { return nil }
        let summary = stored.summary
        return StoredSummary(
            summary: summary.telling(summary.state, tell(summary.state, summary.progress)),
            hasLookups: stored.hasLookups
        )
    }
}

extension ScanProgress {
    /// A flag that is true below a quarter, long enough for polls to see the fault: one strategy would be too short.
    var hasJustBegun: Bool { completed * 4 < total }
}

extension ScanSummary {
    /// Returns the summary with another state and progress.
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
