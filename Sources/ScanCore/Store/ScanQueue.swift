//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The work queue of scans, from the worker that registers them to the workers that run them.
///
/// A worker holds a scan by a lease. Whoever lost its lease can no longer write.
/// Source: `Conformance/Contract/store.md#running-a-scan`.
package protocol ScanQueue: Sendable {
    /// Takes the next scan and its lease: a new scan, or one whose lease has expired.
    ///
    /// - Parameters:
    ///   - worker: The worker that takes it.
    ///   - patience: The timeout.
    /// - Returns: The assignment; `nil` on timeout.
    /// - Throws: ``StoreError`` if the store is unavailable; retry later.
    func next(for worker: WorkerID, waiting patience: Duration) async throws(StoreError) -> ScanAssignment?

    /// Extends the lease, and the retention of the entry and its lookup keys.
    ///
    /// - Returns: `false` if the lease is lost.
    func renew(_ assignment: ScanAssignment) async throws(StoreError) -> Bool

    /// Writes the entry and renews every lookup key, in one atomic step.
    ///
    /// - Returns: `false` if the lease is lost; then nothing is written.
    func write(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool

    /// Writes the final entry, lookup keys, slot and statistics, and removes the message, in one atomic step.
    ///
    /// - Returns: `false` if the lease is lost; then nothing is written.
    func finish(_ entry: ScanEntry, under assignment: ScanAssignment) async throws(StoreError) -> Bool

    /// Returns the scan to the queue, so that another worker continues it at once, without a failed attempt.
    func handBack(_ assignment: ScanAssignment) async throws(StoreError)

    /// Signs a worker off: what it took and neither finished nor handed back goes to other workers at once, even where
    /// the answer that gave it the lease never arrived.
    func leave(_ worker: WorkerID) async throws(StoreError)
}

/// The id of a worker, unique among all workers at all times.
package struct WorkerID: Sendable, Hashable, CustomStringConvertible {
    /// The id as text.
    package let description: String

    /// Creates an id; colons become hyphens, since the value of a lease is `worker:attempt`.
    package init(_ name: String) {
        description = name.replacing(":", with: "-")
    }
}

/// A scan that is leased to a worker.
package struct ScanAssignment: Sendable {
    /// The scan's cache key.
    package var key: CacheKey { entry.summary.key }
    /// The entry as of the last write of any worker.
    package let entry: ScanEntry
    /// The holder of the lease.
    package let worker: WorkerID
    /// The number of times the scan has been leased, including this one: the fencing token.
    package let attempt: Int
    /// The number of earlier attempts that were handed back.
    package let handedBack: Int
    /// The id of the message in the queue.
    package let message: String

    /// Creates an assignment.
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

    /// The value of the lease.
    package var lease: String { "\(worker):\(attempt)" }

    /// The number of attempts that failed, by a crash or a lost lease, counting the current one.
    package var troubledAttempts: Int { attempt - handedBack }
}
