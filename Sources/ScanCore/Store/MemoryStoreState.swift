//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials

/// The state of a ``MemoryStore``; each mutating method is one atomic step.
package struct MemoryStoreState: Sendable {
    /// A value with its expiry.
    package struct Expiring<Value: Sendable>: Sendable {
        package var value: Value
        package var expiry: Date
    }

    /// The work on one scan: its attempts and its lease.
    package struct Work: Sendable {
        package var attempts = 0
        package var handedBack = 0
        package var lease: Expiring<String>?
        /// The worker that took the scan last, and that has not handed it back.
        var taker: WorkerID?
    }

    /// An attempt that counts for a quota.
    package struct Attempt: Sendable {
        let name: String
        let time: Date
    }

    /// The longest window of any quota, in seconds; older attempts are dropped.
    private static let longestWindow = 3600.0

    /// The retention period of lifecycles, in seconds.
    ///
    /// Source: `Conformance/Contract/store.md#key-names`.
    private static let lifecycleLifetime = 3600.0
    private static let dayLifetime = 7 * 86_400.0

    package var entries: [CacheKey: Expiring<ScanEntry>] = [:]
    package var primary: [ScanID: Expiring<CacheKey>] = [:]
    package var index: [ScanID: Expiring<CacheKey>] = [:]
    package var latest: [UserID: Expiring<CacheKey>] = [:]
    package var slots: [String: Expiring<CacheKey>] = [:]
    package var work: [CacheKey: Work] = [:]
    package var queue: [CacheKey] = []
    package var admissions: [String: [Attempt]] = [:]
    private var lastAttempt: UInt64 = 0
    package var lifecycles: [ScanID: Expiring<ScanLifecycle>] = [:]
    package var days: [String: Expiring<DayStatistics>] = [:]
    package internal(set) var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var nextWaiter: UInt64 = 0

    /// Creates the state of an empty store.
    package init() {}

    /// Removes expired values.
    mutating func expire(by now: Date) {
        entries = entries.filter { $0.value.expiry > now }
        primary = primary.filter { $0.value.expiry > now }
        index = index.filter { $0.value.expiry > now }
        latest = latest.filter { $0.value.expiry > now }
        slots = slots.filter { $0.value.expiry > now }
        lifecycles = lifecycles.filter { $0.value.expiry > now }
        days = days.filter { $0.value.expiry > now }
        // The attempts are counted on if an entry that was lost is registered again, so that no lease comes twice.
        work = work.filter { entries[$0.key] != nil || lifecycles[$0.key.scan] != nil }
        for key in work.keys where entries[key] == nil { work[key]?.lease = nil }
        admissions = admissions.filter { $0.value.last.map { $0.time > now - Self.longestWindow } ?? false }
    }

    /// Returns to an earlier state, as a store does that has lost its last writes; who waits for a scan goes on waiting.
    package mutating func restore(_ earlier: Self) {
        var earlier = earlier
        earlier.waiters = waiters
        earlier.nextWaiter = nextWaiter
        self = earlier
    }

    /// Removes the workers that wait for a scan, and returns them in the order in which they came.
    mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
        defer { waiters.removeAll() }
        return waiters.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Writes an entry and all its lookup keys, which outlive the entry by the buffer.
    mutating func write(_ entry: ScanEntry, lifetimes: ScanLifetimes, at now: Date) {
        let key = entry.summary.key
        entries[key] = Expiring(value: entry, expiry: now + lifetimes.entry(in: entry.summary.state).seconds)
        writeLookups(of: key, lifetimes: lifetimes, at: now)
    }

    /// Records the registration of a scan in its lifecycle; attempts at a scan that was lost are counted on.
    mutating func begin(_ registration: ScanRegistration, at now: Date) {
        let key = registration.key
        let earlier = lifecycles[key.scan]?.value
        var lifecycle = ScanLifecycle(key: key, initiated: registration.entry.summary.startedAt)
        lifecycle.attempts = earlier?.attempts ?? 0
        lifecycle.handedBack = earlier?.handedBack ?? 0
        lifecycles[key.scan] = Expiring(value: lifecycle, expiry: now + Self.lifecycleLifetime)
    }

    /// Counts a finished scan, and records its end in its lifecycle.
    mutating func end(_ entry: ScanEntry, at now: Date) {
        let summary = entry.summary
        lifecycles[summary.key.scan]?.value.state = summary.state
        lifecycles[summary.key.scan]?.value.finished = now
        lifecycles[summary.key.scan]?.expiry = now + Self.lifecycleLifetime
        var day = days[now.utcDay]?.value ?? DayStatistics()
        day.scans += 1
        day.successes += summary.state == .complete ? 1 : 0
        day.errors += summary.state == .failed ? 1 : 0
        day.opportunities += summary.progress.found
        day.strategies += summary.progress.completed
        day.milliseconds += summary.elapsedMilliseconds(by: now)
        day.latest = DayStatistics.Ended(scan: summary.key.scan, state: summary.state, time: now)
        days[now.utcDay] = Expiring(value: day, expiry: now + Self.dayLifetime)
    }

    /// Writes every lookup key with its full lifetime; the user's latest-scan key is not replaced by an older scan.
    mutating func writeLookups(of key: CacheKey, lifetimes: ScanLifetimes, at now: Date) {
        let lookup = Expiring(value: key, expiry: now + lifetimes.lookup.seconds)
        primary[key.scan] = lookup
        index[key.scan] = lookup
        if latest[key.user] == nil || latest[key.user]?.value == key {
            latest[key.user] = lookup
        }
    }

    /// Returns the running or fresh scan that holds the slot of a registration, unless it is to be replaced.
    func holder(for registration: ScanRegistration) -> ScanSummary? {
        guard let held = slots[registration.key.slot]?.value, let summary = entries[held]?.value.summary else {
            return nil
        }
        switch summary.state {
        case .scanning: return summary
        case .complete: return registration.forces ? nil : summary
        case .failed: return nil
        }
    }

    /// Counts an attempt in a sliding window; one that has a name counts once.
    mutating func admit(_ subject: String, attempt: String? = nil, quota: Quota, at now: Date) -> Admission {
        let recent = (admissions[subject] ?? []).filter { $0.time > now - quota.window.seconds }
        guard recent.count < quota.limit else {
            let oldest = recent.first?.time ?? now
            return .refused(retryAfter: .seconds(quota.window.seconds - now.timeIntervalSince(oldest)))
        }
        lastAttempt += 1
        let attempt = Attempt(name: attempt ?? "\(lastAttempt)", time: now)
        admissions[subject] = recent.filter { $0.name != attempt.name } + [attempt]
        return .admitted
    }

    /// Leases a scan if no lease is active.
    mutating func lease(_ key: CacheKey, for worker: WorkerID, until expiry: Date, at now: Date) -> ScanAssignment? {
        guard let entry = entries[key]?.value, !entry.summary.state.isFinal else { return nil }
        var work = work[key] ?? Work()
        if let lease = work.lease, lease.expiry > now { return nil }
        work.attempts += 1
        work.taker = worker
        let assignment = ScanAssignment(
            entry: entry,
            worker: worker,
            attempt: work.attempts,
            handedBack: work.handedBack,
            message: key.description
        )
        work.lease = Expiring(value: assignment.lease, expiry: expiry)
        self.work[key] = work
        lifecycles[key.scan]?.value.attempts = work.attempts
        if lifecycles[key.scan]?.value.started == nil { lifecycles[key.scan]?.value.started = now }
        return assignment
    }

    /// Returns true if a worker still holds the lease of its assignment.
    func isHeld(_ assignment: ScanAssignment, at now: Date) -> Bool {
        guard let lease = work[assignment.key]?.lease else { return false }
        return lease.value == assignment.lease && lease.expiry > now
    }
}

extension CacheKey {
    /// The slot that all scans of one user with the same filters share.
    var slot: String { "\(user):\(filters)" }
}
