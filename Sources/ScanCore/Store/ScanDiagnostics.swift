//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials

/// What the store knows for operators: counters of a day, scans of a user, phases of a scan.
///
/// Two implementations share one set of tests, as those of ``ScanStore`` do; every call is one round trip.
/// Source: `Conformance/Contract/api.md#diagnostics` and `Conformance/Contract/store.md#key-names`.
package protocol ScanDiagnostics: Sendable {
    /// The counters of a day, see ``FoundationEssentials/Date/utcDay``.
    func statistics(of day: String) async throws(StoreError) -> DayStatistics

    /// The scans of a user that are kept, newest first.
    func history(of user: UserID, limit: Int) async throws(StoreError) -> ScanHistory

    /// The phases of a scan; `nil` when nothing is known of it any more.
    func lifecycle(of scan: ScanID) async throws(StoreError) -> ScanLifecycle?

    /// Deletes the scans of a user, with their lookups, slots and leases.
    ///
    /// - Returns: How many entries were deleted.
    func clear(_ user: UserID) async throws(StoreError) -> Int
}

/// What was counted in a day.
package struct DayStatistics: Sendable, Hashable {
    /// A scan that ended.
    package struct Ended: Sendable, Hashable {
        /// The scan.
        package let scan: ScanID
        /// How it ended.
        package let state: ScanState
        /// When it ended.
        package let time: Date

        /// Describes the end of a scan.
        package init(scan: ScanID, state: ScanState, time: Date) {
            self.scan = scan
            self.state = state
            self.time = time
        }
    }

    /// How many scans ended.
    package var scans = 0
    /// How many of them are complete.
    package var successes = 0
    /// How many opportunities they found.
    package var opportunities = 0
    /// How many strategies they ran.
    package var strategies = 0
    /// How long they took together, in milliseconds.
    package var milliseconds: Int64 = 0
    /// How many failed.
    package var errors = 0
    /// The one that ended last.
    package var latest: Ended?

    /// Begins with nothing.
    package init() {}
}

/// The scans of a user.
package struct ScanHistory: Sendable, Hashable {
    /// How many are kept.
    package let total: Int
    /// The newest of them, newest first.
    package let scans: [ScanSummary]

    /// Describes a history.
    package init(total: Int, scans: [ScanSummary]) {
        self.total = total
        self.scans = scans
    }
}

/// The phases that a scan went through.
package struct ScanLifecycle: Sendable, Hashable {
    /// The scan.
    package let key: CacheKey
    /// The state as of its last phase.
    package var state = ScanState.scanning
    /// When it was registered.
    package let initiated: Date
    /// When a worker first took it.
    package var started: Date?
    /// When it ended.
    package var finished: Date?
    /// How many times a worker took it.
    package var attempts = 0
    /// How many times a worker handed it back.
    package var handedBack = 0
    /// Who holds it: worker and attempt.
    package var lease: String?
    /// When its entry was last written; `nil` when there is none any more.
    package var lastWrite: Date?

    /// Begins with the registration.
    package init(key: CacheKey, initiated: Date) {
        self.key = key
        self.initiated = initiated
    }

    /// Whether a scan that is not over has been without a worker for longer than another one takes to claim it.
    package func isStuck(at now: Date, lease: Duration) -> Bool {
        guard !self.state.isFinal, self.lease == nil else { return false }
        return now.timeIntervalSince(self.lastWrite ?? self.initiated) > 2 * lease.seconds
    }
}

extension Date {
    /// The day in UTC, such as `2026-01-27`, which counters are kept by.
    package var utcDay: String { self.formatted(.iso8601.year().month().day()) }
}
