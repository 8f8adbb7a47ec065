//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Metrics

extension ScanService {
    /// Counts a read by its result.
    func counting<Answer>(
        _ read: ServiceMetrics.Read,
        of scan: ScanID,
        for user: UserID,
        _ body: () async throws(StoreError) -> Answer?
    ) async throws(StoreError) -> Answer? {
        let answer: Answer?
        do throws(StoreError) {
            answer = try await body()
        } catch {
            metrics[read].unavailable.increment()
            throw error
        }
        if answer != nil {
            metrics[read].found.increment()
        } else if await isDue(scan, for: user) {
            metrics[read].missing.increment()
        } else {
            metrics[read].unknown.increment()
        }
        return answer
    }

    /// Returns true if a scan of a user was begun and has to be found yet; one more round trip.
    ///
    /// The lifecycle outlives the entry, and says when the entry was written for the last time at the earliest.
    private func isDue(_ scan: ScanID, for user: UserID) async -> Bool {
        guard let lifecycle = try? await diagnostics?.lifecycle(of: scan), lifecycle.key.user == user else {
            return false
        }
        let lifetimes = memory.lifetimes
        let written = lifecycle.finished ?? lifecycle.started ?? lifecycle.initiated
        let lifetime = lifecycle.finished == nil ? lifetimes.partial : lifetimes.result
        // The clocks of worker and store may differ by a little.
        return clock.now().timeIntervalSince(written) < lifetime.seconds - 1
    }
}
