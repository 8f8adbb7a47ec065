//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Logging
import Metrics
import Strategies

/// The result of an initiation.
package enum Initiation: Sendable {
    /// A new scan, whose keys have been verified by reading them back.
    case started(ScanSummary)
    /// An existing scan of the user with the same filters, running or freshly complete.
    case joined(ScanSummary)
    /// Refused: the user has started too many scans.
    case limited(retryAfter: Duration)
}

extension ScanService {
    /// The maximum number of times that a registration is repaired.
    ///
    /// Source: `Conformance/Contract/store.md#read-back-before-the-answer`.
    static let repairs = 3
    /// The time after which no id is handed out any more, since the answer would come too late.
    ///
    /// Source: `Conformance/Contract/api.md#answer-time`, less what the way to the client takes.
    static let answerTime = Duration.milliseconds(1800)

    /// Starts a scan, or joins the user's existing scan with the same filters.
    ///
    /// Two round trips: the atomic registration, and the read-back. No id is returned before its keys are verified, and
    /// confirmed where the store does that: the id of a scan that exists already neither, since whoever registered it may
    /// have been refused for want of a confirmation.
    ///
    /// - Throws: ``StoreError``; `unverified` if the keys could not be read back, after all of them were deleted;
    ///   `unconfirmed` if it is not known in time whether they survive: they are left, so that the next attempt joins the
    ///   scan.
    package func initiate(
        _ filters: ScanFilters,
        forces: Bool,
        for user: UserID
    ) async throws(StoreError) -> Initiation {
        let began = clock.now()
        let entry = ScanEntry(
            key: CacheKey(user: user, filters: filters, scan: makeID()),
            filters: filters,
            strategies: strategies(for: filters).map(\.id),
            at: began
        )
        let registration = ScanRegistration(entry: entry, forces: forces, quota: quota)
        switch try await store.register(registration) {
        case .limited(let delay):
            metrics.registrations.limited.increment()
            return .limited(retryAfter: delay)
        case .held(let summary):
            return try await joined(summary, began)
        case .registered:
            if let holder = try await verify(registration, began) { return try await joined(holder, began) }
            memory.remember(registration.key)
            return .started(entry.summary)
        }
    }

    private func joined(_ scan: ScanSummary, _ began: Date) async throws(StoreError) -> Initiation {
        if store.confirmsScans { _ = try await presence(of: scan.key) }
        try requireTime(since: began)
        metrics.registrations.joined.increment()
        memory.remember(scan.key)
        return .joined(scan)
    }

    /// Reads a registration back, and repairs it if keys are missing.
    ///
    /// - Returns: The scan that has taken the slot meanwhile, after the store had lost the registration; otherwise
    ///   `nil`.
    private func verify(
        _ registration: ScanRegistration,
        _ began: Date
    ) async throws(StoreError) -> ScanSummary? {
        for attempt in 0...Self.repairs {
            let presence = try await presence(of: registration.key)
            if presence.isComplete {
                try requireTime(since: began)
                (attempt == 0 ? metrics.registrations.verified : metrics.registrations.repaired).increment()
                return nil
            }
            guard attempt < Self.repairs else { break }
            logger.warning(
                "Lookup key not found after registration, retrying",
                metadata: ["scan_id": "\(registration.key.scan)", "attempt": "\(attempt + 1)"]
            )
            if let holder = try await repair(registration, presence) { return holder }
            await backOff(attempt)
        }
        metrics.registrations.unverified.increment()
        try await store.withdraw(registration.key)
        throw StoreError(.unverified, "the scan's keys could not be read back after \(Self.repairs) repairs")
    }

    /// Reads which keys of a scan exist, and counts that it is not confirmed.
    private func presence(of key: CacheKey) async throws(StoreError) -> KeyPresence {
        do throws(StoreError) {
            return try await store.presence(of: key)
        } catch {
            if error.code == .unconfirmed { metrics.registrations.unconfirmed.increment() }
            throw error
        }
    }

    /// Refuses an initiation that a store which is slow, or fails over, has held up for too long.
    private func requireTime(since began: Date) throws(StoreError) {
        guard clock.now().timeIntervalSince(began) > Self.answerTime.seconds else { return }
        metrics.registrations.unconfirmed.increment()
        throw StoreError(.unconfirmed, "the store took too long for an answer in time")
    }

    /// Writes again what is missing of a registration.
    ///
    /// A store that has forgotten its last second has lost the queue's message and the slot with the entry: the scan
    /// would be found, and never run. So the whole registration is made again, as one step.
    private func repair(
        _ registration: ScanRegistration,
        _ presence: KeyPresence
    ) async throws(StoreError) -> ScanSummary? {
        guard !presence.entry else {
            try await store.repair(registration)
            return nil
        }
        // It has been counted already.
        let again = ScanRegistration(entry: registration.entry, forces: registration.forces, quota: nil)
        guard case .held(let holder) = try await store.register(again), holder.key != registration.key else {
            return nil
        }
        return holder
    }

    /// Waits 20, 40, then 80 ms, so that a lagging store can catch up.
    private func backOff(_ attempt: Int) async {
        // Ignored: if the task is cancelled, the next read fails at once.
        try? await clock.sleep(.milliseconds(20 << attempt))
    }
}
