//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Synchronization

extension Audit {
    /// Notes a registration.
    func registered(_ registration: ScanRegistration, _ outcome: RegistrationOutcome, now: Date) {
        guard case .registered = outcome else { return }
        begin(registration.key, now: now)
    }

    /// Notes that a registration was written again: all that was lost is back.
    func repaired(_ registration: ScanRegistration, now: Date) {
        let isForgotten = state.withLock { state in
            state.places[registration.key].map { state.scans[$0].isForgotten || state.scans[$0].isWithdrawn } ?? false
        }
        if isForgotten { begin(registration.key, now: now) }
    }

    private func begin(_ key: CacheKey, now: Date) {
        let expiry = now + lifetimes.partial.seconds
        state.withLock { state in
            if let place = state.places[key] {
                let known = state.scans[place]
                // Who registers a scan anew that is there is found out by the look at its entry.
                guard !known.isDue else { return }
                state.scans[place] = AuditedScan(key: key, expiry: expiry)
                state.scans[place].isHandedOut = known.isHandedOut
            } else {
                state.places[key] = state.scans.count
                state.scans.append(AuditedScan(key: key, expiry: expiry))
            }
        }
    }

    /// Notes that a registration was undone.
    func withdrew(_ key: CacheKey) {
        update(key) { scan in
            scan.isWithdrawn = true
            return scan.isHandedOut ? (.resolves, "was withdrawn after it had been handed out") : nil
        }
    }

    /// Notes a lease.
    func leased(_ assignment: ScanAssignment, now: Date) {
        let isFaultless = isFaultless
        let lease = lifetimes.lease.seconds
        update(assignment.key) { scan in
            let earlier = scan.grant
            scan.grant = AuditedScan.Grant(lease: assignment.lease, expiry: now + lease)
            if let earlier, earlier.expiry > now {
                return (.oneWriter, "was given to \(assignment.lease) while \(earlier.lease) had it")
            }
            if assignment.entry.summary.progress.completed != scan.stored.completed {
                return (
                    .continues, "began at \(assignment.entry.summary.progress.completed), not \(scan.stored.completed)"
                )
            }
            return isFaultless && assignment.attempt > 1 ? (.takeover, "was taken over by \(assignment.lease)") : nil
        }
    }

    /// Notes a renewal.
    func renewed(_ assignment: ScanAssignment, _ isHeld: Bool, now: Date) {
        let lifetimes = lifetimes
        update(assignment.key) { scan in
            if let violation = Self.judge(assignment, isHeld, scan, now) { return violation }
            guard isHeld else { return nil }
            scan.grant?.expiry = now + lifetimes.lease.seconds
            scan.expiry = now + lifetimes.entry(in: scan.stored.state).seconds
            return nil
        }
    }

    /// Notes a write.
    func wrote(_ entry: ScanEntry, under assignment: ScanAssignment, _ isHeld: Bool, now: Date) {
        let state = entry.summary.state
        let expiry = now + lifetimes.entry(in: state).seconds
        update(assignment.key) { scan in
            if let violation = Self.judge(assignment, isHeld, scan, now) { return violation }
            // A write that came late changes nothing.
            guard isHeld, entry.summary.progress.completed >= scan.stored.completed else { return nil }
            scan.expiry = expiry
            if state.isFinal { scan.grant = nil }
            return nil
        }
    }

    /// Judges the answer to a write: exactly who holds the lease may write.
    private static func judge(
        _ assignment: ScanAssignment,
        _ isAccepted: Bool,
        _ scan: AuditedScan,
        _ now: Date
    ) -> (Violation.Rule, String)? {
        let holds = scan.grant.map { $0.lease == assignment.lease && $0.expiry > now } ?? false
        if isAccepted, !holds { return (.oneWriter, "was written by \(assignment.lease), which does not hold it") }
        if !isAccepted, holds, scan.isDue { return (.oneWriter, "was refused to its holder \(assignment.lease)") }
        return nil
    }

    /// Notes that a scan was handed back.
    func handedBack(_ assignment: ScanAssignment) {
        update(assignment.key) { scan in
            if scan.grant?.lease == assignment.lease { scan.grant = nil }
            return nil
        }
    }

    /// Notes that a worker signed off, which releases what it still held.
    func left(_ worker: WorkerID) {
        state.withLock { state in
            for place in state.scans.indices where state.scans[place].grant?.lease.hasPrefix("\(worker):") == true {
                state.scans[place].grant = nil
            }
        }
    }

    /// Notes that the store lost lookup keys of a scan.
    func lost(_ key: CacheKey) {
        update(key) { scan in
            scan.lacksLookups = true
            return nil
        }
    }

    /// Notes that the store has returned to an earlier state: what clients learnt since is not held against it, but for
    /// ids that are handed out once a replica has their scans.
    func forgot(_ earlier: MemoryStoreState) {
        let lost = state.withLock { state in
            state.scans.first { $0.isHandedOut && $0.isDue && earlier.entries[$0.key] == nil }?.key
        }
        if confirmsScans, let lost { report(.durable, "\(lost.scan.short) was forgotten after it had been handed out") }
        state.withLock { state in
            state.restarts += 1
            for place in state.scans.indices {
                let key = state.scans[place].key
                guard let entry = earlier.entries[key] else {
                    if !state.scans[place].isGone { state.scans[place].isForgotten = true }
                    state.scans[place].grant = nil
                    continue
                }
                let course = AuditedScan.Course(entry.value.summary)
                state.scans[place].isRolledBack = course < state.scans[place].seen || state.scans[place].isRolledBack
                state.scans[place].stored = course
                state.scans[place].expiry = entry.expiry
                state.scans[place].isGone = false
                state.scans[place].isWithdrawn = false
                state.scans[place].grant = earlier.work[key]?.lease.map { .init(lease: $0.value, expiry: $0.expiry) }
                let hasLookups = earlier.primary[key.scan] != nil && earlier.index[key.scan] != nil
                state.scans[place].lacksLookups = !hasLookups
            }
        }
    }
}

extension AuditedScan.Course {
    /// The course of a summary.
    init(_ summary: ScanSummary) {
        self.init(state: summary.state, completed: summary.progress.completed)
    }
}
