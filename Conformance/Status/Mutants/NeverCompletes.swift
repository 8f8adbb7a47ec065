//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import ScanCore
import ScanServer

extension Mutant {
    /// Scans are registered but never run.
    static let neverCompletes = Mutant(
        name: "never-completes",
        summary: "A scan stays at 0 until it expires.",
        violates: ["STAT-005"],
        consequences: ["STAT-010"],
        cause: "the background task died and its error was swallowed",
        traits: [.endless],
        seams: ServerSeams(queue: { NeverCompletesQueue(base: $0) })
    )
}

/// A queue that never delivers a scan.
private struct NeverCompletesQueue: QueueMutant {
    let base: any ScanQueue

    func next(for worker: WorkerID, waiting patience: Duration) async throws(StoreError) -> ScanAssignment? {
        try? await Task.sleep(for: patience)
        return nil
    }
}
