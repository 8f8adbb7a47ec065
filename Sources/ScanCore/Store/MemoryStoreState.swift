//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

/// Everything a ``MemoryStore`` holds; each mutating method is one atomic step.
struct MemoryStoreState {
    /// A value with the instant at which it ceases to be there.
    struct Expiring<Value> {
        var value: Value
        var expiry: Date
    }

    /// How one scan stands with the queue.
    struct Work {
        var attempts = 0
        var handedBack = 0
        var lease: Expiring<String>?
    }

    /// No quota's window is longer than this, in seconds; older attempts count for nothing.
    private static let longestWindow = 3600.0

    /// How long phases and counters are kept, in seconds.
    ///
    /// Source: `Conformance/Contract/store.md#key-names`.
    private static let lifecycleLifetime = 3600.0
    private static let dayLifetime = 7 * 86_400.0

    var entries: [CacheKey: Expiring<ScanEntry>] = [:]
    var primary: [ScanID: Expiring<CacheKey>] = [:]
    var index: [ScanID: Expiring<CacheKey>] = [:]
    var latest: [UserID: Expiring<CacheKey>] = [:]
    var slots: [String: Expiring<CacheKey>] = [:]
    var work: [CacheKey: Work] = [:]
    var queue: [CacheKey] = []
    var admissions: [String: [Date]] = [:]
    var lifecycles: [ScanID: Expiring<ScanLifecycle>] = [:]
    var days: [String: Expiring<DayStatistics>] = [:]
    var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var nextWaiter: UInt64 = 0

    /// Drops what has expired.
    mutating func expire(by now: Date) {
        entries = entries.filter { $0.value.expiry > now }
        primary = primary.filter { $0.value.expiry > now }
        index = index.filter { $0.value.expiry > now }
        latest = latest.filter { $0.value.expiry > now }
        slots = slots.filter { $0.value.expiry > now }
        lifecycles = lifecycles.filter { $0.value.expiry > now }
        days = days.filter { $0.value.expiry > now }
        work = work.filter { entries[$0.key] != nil }
        admissions = admissions.filter { $0.value.last.map { $0 > now - Self.longestWindow } ?? false }
    }

    /// Writes an entry, and every lookup key so that it outlives the entry by the buffer.
    mutating func write(_ entry: ScanEntry, lifetimes: ScanLifetimes, at now: Date) {
        let key = entry.summary.key
        entries[key] = Expiring(value: entry, expiry: now + lifetimes.entry(in: entry.summary.state).seconds)
        writeLookups(of: key, lifetimes: lifetimes, at: now)
    }

    /// Begins with the phases of a scan.
    mutating func begin(_ key: CacheKey, at now: Date) {
        let lifecycle = ScanLifecycle(key: key, initiated: now)
        lifecycles[key.scan] = Expiring(value: lifecycle, expiry: now + Self.lifecycleLifetime)
    }

    /// Counts a scan that ended, and notes its last phase.
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

    /// Writes every lookup key with its full lifetime; the user's latest scan gives way to no older one.
    mutating func writeLookups(of key: CacheKey, lifetimes: ScanLifetimes, at now: Date) {
        let lookup = Expiring(value: key, expiry: now + lifetimes.lookup.seconds)
        primary[key.scan] = lookup
        index[key.scan] = lookup
        if latest[key.user] == nil || latest[key.user]?.value == key {
            latest[key.user] = lookup
        }
    }

    /// The scan that runs or is fresh for the filters of a registration, if it is not to be replaced.
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

    /// Counts an attempt in a sliding window.
    mutating func admit(_ subject: String, quota: Quota, at now: Date) -> Admission {
        let recent = (admissions[subject] ?? []).filter { $0 > now - quota.window.seconds }
        guard recent.count < quota.limit else {
            let oldest = recent.first ?? now
            return .refused(retryAfter: .seconds(quota.window.seconds - now.timeIntervalSince(oldest)))
        }
        admissions[subject] = recent + [now]
        return .admitted
    }

    /// Takes the lease of a scan if nobody holds it.
    mutating func lease(_ key: CacheKey, for worker: WorkerID, until expiry: Date, at now: Date) -> ScanAssignment? {
        guard let entry = entries[key]?.value, !entry.summary.state.isFinal else { return nil }
        var work = work[key] ?? Work()
        if let lease = work.lease, lease.expiry > now { return nil }
        work.attempts += 1
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

    /// Whether a worker still holds what it was assigned.
    func isHeld(_ assignment: ScanAssignment, at now: Date) -> Bool {
        guard let lease = work[assignment.key]?.lease else { return false }
        return lease.value == assignment.lease && lease.expiry > now
    }
}

extension CacheKey {
    /// What two scans of one user with the same filters have in common.
    var slot: String { "\(user):\(filters)" }
}
