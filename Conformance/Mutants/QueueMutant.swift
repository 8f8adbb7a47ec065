//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore

/// A queue that forwards every call to another queue; a mutant overrides the call that it breaks.
protocol QueueMutant: ScanQueue {
    /// The wrapped queue, which works correctly.
    var right: any ScanQueue { get }
}

extension QueueMutant {
    func next(for worker: WorkerID, waiting patience: Duration) async throws(StoreError) -> ScanAssignment? {
        try await right.next(for: worker, waiting: patience)
    }

    func renew(_ assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await right.renew(assignment)
    }

    func write(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await right.write(entry, under: assignment)
    }

    func finish(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool {
        try await right.finish(entry, under: assignment)
    }

    func handBack(_ assignment: ScanAssignment) async throws(StoreError) {
        try await right.handBack(assignment)
    }

    func leave(_ worker: WorkerID) async throws(StoreError) {
        try await right.leave(worker)
    }
}
