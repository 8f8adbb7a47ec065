//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// How scans get from the worker that registers them to the workers that run them.
///
/// A worker holds a scan by a lease. Whoever lost its lease can no longer write.
/// Source: `Conformance/Contract/store.md#running-a-scan`.
package protocol ScanQueue: Sendable {
    /// Takes the next scan and its lease: a new one, or one whose worker let its lease run out.
    ///
    /// - Parameters:
    ///   - worker: Who takes it.
    ///   - patience: How long to wait for one.
    /// - Returns: `nil` when none came.
    /// - Throws: When the store is out of reach; trying again later helps.
    func next(for worker: WorkerID, waiting patience: Duration) async throws(StoreError) -> ScanAssignment?

    /// Extends the lease, and the life of the entry and its lookup keys with it.
    ///
    /// - Returns: `false` when the lease is lost.
    func renew(_ assignment: ScanAssignment) async throws(StoreError) -> Bool

    /// Writes the entry and renews every lookup key: one atomic step.
    ///
    /// - Returns: `false` when the lease is lost; nothing is written then.
    func write(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool

    /// Writes the final entry, lookups, slot and statistics, and takes the message off the queue: one atomic step.
    ///
    /// - Returns: `false` when the lease is lost; nothing is written then.
    func finish(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool

    /// Puts the scan back, for another worker to go on with at once; it does not count as an attempt.
    func handBack(_ assignment: ScanAssignment) async throws(StoreError)

    /// Signs a worker off: what it took from the queue, but never got to lease, goes to the others at once.
    func leave(_ worker: WorkerID) async throws(StoreError)
}

/// The name of a worker, unique among all workers at all times.
package struct WorkerID: Sendable, Hashable, CustomStringConvertible {
    /// The name.
    package let description: String

    /// Takes a name without colons, since the lease's value is `worker:attempt`.
    package init(_ name: String) {
        self.description = name.replacing(":", with: "-")
    }
}

/// A scan in the hands of a worker.
package struct ScanAssignment: Sendable {
    /// The scan.
    package var key: CacheKey { entry.summary.key }
    /// The entry as the last worker left it.
    package let entry: ScanEntry
    /// Who holds the lease.
    package let worker: WorkerID
    /// How many times the scan's lease has been taken, this time included: the fencing number.
    package let attempt: Int
    /// How many of the earlier attempts were handed back in good order.
    package let handedBack: Int
    /// The name of the message in the queue.
    package let message: String

    /// Describes an assignment.
    package init(
        entry: ScanEntry,
        worker: WorkerID,
        attempt: Int,
        handedBack: Int,
        message: String
    ) {
        self.entry = entry
        self.worker = worker
        self.attempt = attempt
        self.handedBack = handedBack
        self.message = message
    }

    /// The lease's value.
    package var lease: String { "\(worker):\(attempt)" }

    /// How many workers died or lost their lease over this scan, or may be about to: the present one included.
    package var troubledAttempts: Int { attempt - handedBack }
}
