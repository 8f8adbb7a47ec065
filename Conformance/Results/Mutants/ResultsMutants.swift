//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import ScanCore
import ScanServer

extension Mutant {
    /// The results lag behind the status of a complete scan.
    static let resultsPendingAfterComplete: Mutant = {
        let reads = Tally()
        return Mutant(
            name: "results-pending-after-complete",
            summary: "A worker's first two results reads of a complete scan say that it is still running.",
            violates: ["RES-002", "RES-001", "RATE-003"],
            consequences: ["RATE-005", "ERR-010"],
            seams: .answers(to: .results) { answer, request in
                guard answer.status == .ok, reads.next(request.scanInPath) < 2 else { return }
                answer.status = .accepted
                answer.json = [
                    "success": true, "scan_id": request.scanInPath, "status": "scanning",
                    "message": "The scan is still running.",
                ]
            }
        )
    }()

    /// The results of a complete scan are missing.
    static let resultsMissingAfterComplete = Mutant(
        name: "results-missing-after-complete",
        summary: "The results of a complete scan are not found.",
        violates: ["RES-001", "RATE-003", "INIT-006", "ERR-010"],
        seams: ServerSeams(store: { ResultsStore(base: $0, state: .complete) { _ in nil } })
    )

    /// Partial results are delivered as final.
    static let resultsTruncatedBeforeComplete = Mutant(
        name: "results-truncated-before-complete",
        summary: "The results of a running scan are answered as if they were final.",
        violates: ["RES-003"],
        seams: ServerSeams(
            // The cache of final results would affect the status, too.
            configuration: { $0.rememberedResults = 0 },
            store: {
                ResultsStore(base: $0, state: .scanning) { entry in
                    ScanEntry(
                        summary: entry.summary.telling(.complete, entry.summary.progress),
                        runs: entry.runs
                    )
                }
            }
        )
    )

    /// Reads of the same results differ.
    static let resultsDiffer: Mutant = {
        let reads = Tally()
        return Mutant(
            name: "results-differ",
            summary: "Every other results read of a worker lacks the last opportunity.",
            violates: ["RES-004", "RES-005"],
            consequences: ["PROG-007"],
            seams: .answers(to: .results) { answer, request in
                guard answer.status == .ok, reads.next(request.scanInPath).isMultiple(of: 2) else { return }
                answer.changeList("opportunities") { $0 = $0.dropLast() }
            }
        )
    }()
}

/// A store that alters the entries that it reads, for scans in a given state.
struct ResultsStore: StoreMutant {
    let base: any ScanStore
    let state: ScanState
    let deliver: @Sendable (ScanEntry) -> ScanEntry?

    func entry(at key: CacheKey) async throws(StoreError) -> ScanEntry? {
        guard let entry = try await base.entry(at: key) else { return nil }
        return entry.summary.state == state ? deliver(entry) : entry
    }
}
