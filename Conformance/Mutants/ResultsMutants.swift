//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ScanServer

extension Mutant {
    /// The results path has not heard yet that the scan is complete.
    static let resultsPendingAfterComplete = Mutant(
        name: "results-pending-after-complete",
        summary: "Two of three results reads say that a complete scan is still running.",
        violates: ["INIT-003", "RES-005"] + consequencesOfNoResults,
        seams: ServerSeams(
            store: {
                ResultsStore(right: $0, state: .complete) { entry in
                    guard Int.random(in: 0..<3) > 0 else { return entry }
                    return ScanEntry(
                        summary: entry.summary.telling(.scanning, entry.summary.progress),
                        runs: entry.runs
                    )
                }
            }
        )
    )

    /// The results path looks elsewhere than the status path.
    static let resultsMissingAfterComplete = Mutant(
        name: "results-missing-after-complete",
        summary: "The results of a complete scan are not found.",
        violates: ["INIT-003", "RES-004", "RES-005"] + consequencesOfNoResults,
        seams: ServerSeams(store: { ResultsStore(right: $0, state: .complete) { _ in nil } })
    )

    /// What was found so far is handed out as the end.
    static let resultsTruncatedBeforeComplete = Mutant(
        name: "results-truncated-before-complete",
        summary: "The results of a running scan are answered as if they were final.",
        violates: ["RES-003", "RES-004", "RES-005", "STAT-004", "PROG-001", "PROG-004", "RATE-002"],
        seams: ServerSeams(
            store: {
                ResultsStore(right: $0, state: .scanning) { entry in
                    ScanEntry(
                        summary: entry.summary.telling(.complete, entry.summary.progress),
                        runs: entry.runs
                    )
                }
            }
        )
    )

    /// Some reads lack what others have.
    static let resultsDiffer = Mutant(
        name: "results-differ",
        summary: "Half of the results reads lack the last opportunity of each strategy.",
        violates: ["RES-004", "RES-005"],
        seams: ServerSeams(
            store: {
                ResultsStore(right: $0, state: .complete) { entry in
                    guard Bool.random() else { return entry }
                    return ScanEntry(summary: entry.summary, runs: entry.runs.map(\.lackingLastOpportunity))
                }
            }
        )
    )
}

/// A store that delivers another entry than the one it reads, for scans in a given state.
private struct ResultsStore: StoreMutant {
    let right: any ScanStore
    let state: ScanState
    let deliver: @Sendable (ScanEntry) -> ScanEntry?

    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? {
        guard let entry = try await right.entry(at: key) else { return nil }
        return entry.summary.state == state ? deliver(entry) : entry
    }
}

extension StrategyRun {
    /// The run without its last opportunity.
    fileprivate var lackingLastOpportunity: StrategyRun {
        StrategyRun(
            strategyID: strategyID,
            name: name,
            opportunities: opportunities.dropLast(),
            signals: signals,
            symbols: symbols,
            omitted: omitted,
            milliseconds: milliseconds,
            error: error
        )
    }
}
