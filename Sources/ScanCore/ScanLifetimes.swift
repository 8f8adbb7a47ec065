//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The retention periods of scans, and the lease time.
///
/// Source: `Conformance/Contract/store.md#lookup-lifetime`:
/// every lookup key of a scan outlives its entry by at least the buffer.
package struct ScanLifetimes: Sendable, Hashable, Codable {
    /// The retention period of a complete or failed entry (seconds in the API and in flags), 300 s by default.
    package var result: Duration
    /// The retention period of a partial entry after its last write, 900 s by default.
    ///
    /// It limits the time a scan may wait in the queue, since the entry is not written meanwhile.
    package var partial: Duration
    /// The time that lookup keys outlive the longest-lived entry, 600 s by default.
    package var buffer: Duration
    /// The lease time: a worker's claim on a scan expires after it unless renewed, 10 s by default.
    package var lease: Duration

    /// The shortest lease that a worker can renew in time; it renews a lease after each third of its duration.
    package static let shortestLease = Duration.milliseconds(100)

    /// Creates retention periods.
    package init(
        result: Duration = .seconds(300),
        partial: Duration = .seconds(900),
        buffer: Duration = .seconds(600),
        lease: Duration = .seconds(10)
    ) {
        self.result = result
        self.partial = partial
        self.buffer = buffer
        self.lease = lease
    }

    /// The retention period of every lookup key after each write of its entry.
    package var lookup: Duration { max(result, partial) + buffer }

    /// Returns the retention period of an entry in the given state.
    package func entry(in state: ScanState) -> Duration { state.isFinal ? result : partial }
}
