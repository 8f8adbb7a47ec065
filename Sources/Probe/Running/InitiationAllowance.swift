//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Keeps a user's initiations below the API's limit where a plan has as many of them as there is time.
///
/// Source: wire contract, *Initiate*: 30 a minute for each user, unless the plan says otherwise.
struct InitiationAllowance: Sendable {
    private static let window = Int64(seconds: 60)

    let clock: RunClock
    let ledger: Ledger
    /// How many initiations a user may send within a minute.
    let perMinute: Int

    /// Below that, so that what else is initiated meanwhile has room.
    private var limit: Int { max(1, self.perMinute * 4 / 5) }

    /// Waits until a user may start one scan more.
    func wait(for user: Event.User) async throws {
        while true {
            let start = self.clock.now() - Self.window
            let times = await self.ledger.initiations(of: user, since: start).sorted()
            guard times.count >= self.limit else { return }
            try await self.clock.sleep(times[times.count - self.limit] + Self.window + 1_000_000)
        }
    }
}
