//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// How long what is kept.
///
/// Source: `store.md`, *Keys*: every lookup key of a scan outlives its entry by at least the buffer.
package struct ScanLifetimes: Sendable, Hashable, Codable {
    /// How long a complete or failed entry is kept (seconds on the wire and in flags), 300 s by default.
    package var result: Duration
    /// How long an entry of a scan that is not over is kept after its last write, 900 s by default.
    ///
    /// It bounds the time a scan may wait in the queue, since nothing writes its entry there.
    package var partial: Duration
    /// By how much lookup keys outlive the longest-lived entry, 600 s by default.
    package var buffer: Duration
    /// How long a worker's claim on a scan holds unless it is renewed, 10 s by default.
    package var lease: Duration

    /// The shortest lease that a worker can renew in time: it is renewed every third of it.
    package static let shortestLease = Duration.milliseconds(100)

    /// Creates lifetimes.
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

    /// How long every lookup key is kept after each write of its entry.
    package var lookup: Duration { max(result, partial) + buffer }

    /// How long an entry in the given state is kept after its write.
    package func entry(in state: ScanState) -> Duration { state.isFinal ? result : partial }
}
