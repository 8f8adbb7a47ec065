//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Synchronization

extension Audit {
    /// A time within which two instants are the same.
    private static let instant = 0.001

    /// Looks at the state of the store after a step.
    func look(at store: MemoryStoreState, now: Date) {
        var found: (Violation.Rule, String)?
        state.withLock { state in
            var slots: Set<String> = []
            for place in state.scans.indices where state.scans[place].isDue {
                let key = state.scans[place].key
                guard let entry = store.entries[key] else {
                    found = found ?? Self.leave(&state.scans[place], now)
                    continue
                }
                found = found ?? judge(entry, of: &state.scans[place])
                found = found ?? judgeLookups(of: &state.scans[place], in: store, entry.expiry)
                if !entry.value.summary.state.isFinal, !slots.insert("\(key.user):\(key.filters)").inserted {
                    found = found ?? (.oneScan, "\(key.scan.short) runs beside another one")
                }
            }
        }
        if let (rule, detail) = found { report(rule, detail) }
    }

    /// Judges the absence of an entry.
    private static func leave(_ scan: inout AuditedScan, _ now: Date) -> (Violation.Rule, String)? {
        scan.isGone = true
        if scan.expiry > now + instant { return (.resolves, "\(scan.key.scan.short) is gone before its time") }
        return scan.stored.state.isFinal ? nil : (.ends, "\(scan.key.scan.short) expired before its end")
    }

    private func judge(
        _ entry: MemoryStoreState.Expiring<ScanEntry>,
        of scan: inout AuditedScan
    ) -> (Violation.Rule, String)? {
        let course = AuditedScan.Course(entry.value.summary)
        let before = scan.stored
        scan.stored = course
        let name = scan.key.scan.short
        if !before.allows(course) {
            return (.neverBack, "\(name) was \(before.text) and is \(course.text) in the store")
        }
        if isFaultless, course.state == .failed { return (.takeover, "\(name) failed without a fault") }
        if entry.expiry < scan.expiry - Self.instant { return (.lifetime, "\(name) expires too early") }
        return nil
    }

    private func judgeLookups(
        of scan: inout AuditedScan,
        in store: MemoryStoreState,
        _ expiry: Date
    ) -> (Violation.Rule, String)? {
        // A clock that is set back takes from the buffer, which is there for that.
        let due = expiry + (hasRightClocks ? lifetimes.buffer.seconds - Self.instant : 0)
        let id = scan.key.scan
        let isKept = [store.primary[id], store.index[id]].allSatisfy { lookup in
            lookup.map { $0.value == scan.key && $0.expiry >= due } ?? false
        }
        if isKept {
            scan.lacksLookups = false
            return nil
        }
        return scan.lacksLookups ? nil : (.lookups, "\(id.short) has lookup keys that end before its entry")
    }

    /// Judges the read-back of a registration: it tells what is there.
    func readBack(_ key: CacheKey, _ presence: KeyPresence, in store: MemoryStoreState) {
        let isThere = store.entries[key] != nil && store.primary[key.scan] != nil && store.index[key.scan] != nil
        guard presence.isComplete, !isThere else { return }
        report(.readBack, "\(key.scan.short) was found complete, and keys are missing")
    }

    /// Judges the state of the store after everything has expired.
    func judgeEnd(_ store: MemoryStoreState) {
        let left = [
            ("entries", store.entries.count), ("lookup keys", store.primary.count), ("index keys", store.index.count),
            ("latest scans", store.latest.count), ("slots", store.slots.count), ("leases", store.work.count),
            ("messages", store.queue.count), ("lifecycles", store.lifecycles.count), ("days", store.days.count),
            ("waiting workers", store.waiters.count),
        ].filter { $0.1 > 0 }
        guard !left.isEmpty else { return }
        report(.nothingRemains, left.map { "\($0.1) \($0.0)" }.joined(separator: ", "))
    }
}

extension AuditedScan.Course {
    /// The course in a message.
    var text: String { "\(state.rawValue) \(completed)" }
}
