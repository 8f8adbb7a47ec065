//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import NIOCore
import ScanCore
import Synchronization

extension Audit {
    /// Notes that a client was given the id of a scan.
    func handedOut(_ summary: ScanSummary, to user: UserID, filters: ScanFilters) {
        let key = summary.key
        if key.user != user || key.filters != filters.digest {
            report(.owner, "\(key.scan.short) was handed out to \(user) for other filters")
        }
        let isKnown = state.withLock { $0.places[key] != nil }
        guard isKnown else { return report(.resolves, "\(key.scan.short) was handed out and never registered") }
        let confirmsScans = confirmsScans
        update(key) { scan in
            scan.isHandedOut = true
            if confirmsScans, scan.isForgotten { return (.durable, "was handed out, and the store has forgotten it") }
            return scan.isWithdrawn ? (.resolves, "was handed out after it had been withdrawn") : nil
        }
    }

    /// Returns the state before a poll is sent.
    func beforePoll(of key: CacheKey, now: Date) -> Before {
        state.withLock { state in
            let scan = state.places[key].map { state.scans[$0] }
            let isGone = scan.map { $0.isGone && $0.expiry < now - 2 } ?? false
            return Before(
                seen: scan?.seen ?? .init(),
                restarts: state.restarts,
                isGone: isGone,
                wasDue: scan?.isDue ?? false
            )
        }
    }

    /// Judges the answer to a poll.
    func polled(_ key: CacheKey, _ answer: ScanAnswer?, since before: Before, now: Date) {
        guard let answer else { return missed(key, since: before, now: now) }
        saw(.init(state: answer.state, completed: SimulatedAnswers.completed(in: answer)), of: key, since: before)
    }

    /// Judges the answer to a read of results.
    func read(_ key: CacheKey, _ answer: ResultsReading?, since before: Before, now: Date) {
        switch answer {
        case nil: missed(key, since: before, now: now)
        case .unavailable(let answer): polled(key, answer, since: before, now: now)
        case .complete(let results):
            let runs = Int(String(buffer: results.plain.body)) ?? -1
            saw(.init(state: .complete, completed: runs), of: key, since: before)
        }
    }

    /// Reports that a stranger was told about a scan.
    func leaked(_ key: CacheKey) { report(.owner, "\(key.scan.short) was shown to a stranger") }

    private func missed(_ key: CacheKey, since before: Before, now: Date) {
        let restarts = state.withLock { $0.restarts }
        update(key) { scan in
            guard restarts == before.restarts, before.wasDue, scan.isDue, scan.expiry > now else { return nil }
            return (.resolves, "was not found")
        }
    }

    private func saw(_ course: AuditedScan.Course, of key: CacheKey, since before: Before) {
        let restarts = state.withLock { $0.restarts }
        let hasRightClocks = hasRightClocks
        update(key) { scan in
            guard restarts == before.restarts, !scan.isRolledBack, !scan.isForgotten else { return nil }
            if before.isGone, hasRightClocks { return (.nothingRemains, "was found after it had expired") }
            if !before.seen.allows(course) {
                return (.neverBack, "was \(before.seen.text), and a later poll says \(course.text)")
            }
            scan.seen = max(scan.seen, course)
            return nil
        }
    }
}
