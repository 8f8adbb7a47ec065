//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
import KitSupport

/// The diagnostics of the store for operators: daily counters, a user's scans, the phases of a scan.
///
/// Two implementations share one set of tests, as those of ``ScanStore`` do; every call is one round trip.
/// Source: `Conformance/Contract/api.md#diagnostics` and `Conformance/Contract/store.md#key-names`.
package protocol ScanDiagnostics: Sendable {
    /// Returns the counters of a day, see ``FoundationEssentials/Date/utcDay``.
    func statistics(of day: String) async throws(StoreError) -> DayStatistics

    /// Returns the stored scans of a user, newest first.
    func history(of user: UserID, limit: Int) async throws(StoreError) -> ScanHistory

    /// Returns the lifecycle of a scan; `nil` if it is unknown or expired.
    func lifecycle(of scan: ScanID) async throws(StoreError) -> ScanLifecycle?

    /// Deletes the scans of a user, with their lookup keys, slots and leases.
    ///
    /// - Returns: The number of deleted entries.
    func clear(_ user: UserID) async throws(StoreError) -> Int
}

/// The counters of one day.
package struct DayStatistics: Sendable, Hashable {
    /// A finished scan.
    package struct Ended: Sendable, Hashable {
        /// The scan.
        package let scan: ScanID
        /// The final state.
        package let state: ScanState
        /// The end time.
        package let time: Date

        /// Creates the record of a finished scan.
        package init(scan: ScanID, state: ScanState, time: Date) {
            self.scan = scan
            self.state = state
            self.time = time
        }
    }

    /// The number of finished scans.
    package var scans = 0
    /// The number of complete scans among them.
    package var successes = 0
    /// The number of opportunities found.
    package var opportunities = 0
    /// The number of strategies run.
    package var strategies = 0
    /// The total duration of the scans, in milliseconds.
    package var milliseconds: Int64 = 0
    /// The number of failed scans.
    package var errors = 0
    /// The latest finished scan.
    package var latest: Ended?

    /// Creates counters of zero.
    package init() {}
}

/// The stored scans of a user.
package struct ScanHistory: Sendable, Hashable {
    /// The number of stored scans.
    package let total: Int
    /// The newest scans, newest first.
    package let scans: [ScanSummary]

    /// Creates a history.
    package init(total: Int, scans: [ScanSummary]) {
        self.total = total
        self.scans = scans
    }
}

/// The lifecycle of a scan: its phases, attempts and lease.
package struct ScanLifecycle: Sendable, Hashable {
    /// The scan.
    package let key: CacheKey
    /// The state as of the last phase.
    package var state = ScanState.scanning
    /// The time of registration.
    package let initiated: Date
    /// The time of the first lease.
    package var started: Date?
    /// The end time.
    package var finished: Date?
    /// The number of leases taken.
    package var attempts = 0
    /// The number of times that a worker handed the scan back.
    package var handedBack = 0
    /// The current lease, `worker:attempt`; `nil` if no worker holds one.
    package var lease: String?
    /// The time of the last write of the entry; `nil` if the entry is gone.
    package var lastWrite: Date?

    /// Creates the lifecycle of a new scan.
    package init(key: CacheKey, initiated: Date) {
        self.key = key
        self.initiated = initiated
    }

    /// Returns true if an unfinished scan has had no lease for more than twice the lease time, enough for a takeover.
    package func isStuck(at now: Date, lease: Duration) -> Bool {
        guard !state.isFinal, self.lease == nil else { return false }
        return now.timeIntervalSince(lastWrite ?? initiated) > 2 * lease.seconds
    }
}

extension Date {
    /// The UTC date, such as `2026-01-27`, which daily counters are keyed by.
    package var utcDay: String { formatted(.isoDay) }
}
