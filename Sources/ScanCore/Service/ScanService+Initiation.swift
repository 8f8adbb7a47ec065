//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Logging
import Strategies

/// What an initiation came to.
package enum Initiation: Sendable {
    /// A new scan; its keys were read back.
    case started(ScanSummary)
    /// The user's scan with the same filters runs, or is complete and fresh.
    case joined(ScanSummary)
    /// The user started too many.
    case limited(retryAfter: Duration)
}

extension ScanService {
    /// How many times a registration is repaired before it is given up.
    ///
    /// Source: `Conformance/Contract/store.md#read-back-before-the-answer`.
    static let repairs = 3

    /// Starts a scan, or finds the one that a user with the same filters would get.
    ///
    /// Two round trips: the atomic step, and the read-back. No id leaves before its keys are verified.
    ///
    /// - Throws: ``StoreError``; `unverified` when the keys could not be read back, in which case nothing is left.
    package func initiate(
        _ filters: ScanFilters,
        forces: Bool,
        for user: UserID
    ) async throws(StoreError) -> Initiation {
        let entry = ScanEntry(
            key: CacheKey(user: user, filters: filters, scan: makeID()),
            filters: filters,
            strategies: strategies(for: filters).map(\.id),
            at: clock.now()
        )
        let registration = ScanRegistration(entry: entry, forces: forces, quota: quota)
        switch try await store.register(registration) {
        case .limited(let delay):
            return .limited(retryAfter: delay)
        case .held(let summary):
            memory.remember(summary.key)
            return .joined(summary)
        case .registered:
            try await verify(registration)
            memory.remember(registration.key)
            return .started(entry.summary)
        }
    }

    /// Reads a registration back, and repairs it if need be.
    private func verify(_ registration: ScanRegistration) async throws(StoreError) {
        for attempt in 0...Self.repairs {
            if try await store.presence(of: registration.key).isComplete { return }
            guard attempt < Self.repairs else { break }
            logger.warning(
                "Lookup key not found after registration, retrying",
                metadata: ["scan_id": "\(registration.key.scan)", "attempt": "\(attempt + 1)"]
            )
            try await store.repair(registration)
            await backOff(attempt)
        }
        try await store.withdraw(registration.key)
        throw StoreError(.unverified, "the scan's keys could not be read back after \(Self.repairs) repairs")
    }

    /// Gives a store that lags behind 20, 40, 80 ms to catch up.
    private func backOff(_ attempt: Int) async {
        // Cancelled: the next read fails at once, so nothing is gained by saying so here.
        try? await clock.sleep(.milliseconds(20 << attempt))
    }
}
