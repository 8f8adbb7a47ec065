//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A pacer with a fixed schedule: a slow step shortens the pause after it, and never causes a burst.
struct Pacer: Sendable {
    private let clock: RunClock
    private let interval: Duration
    private var due: Instant

    /// Creates a pacer whose first step is due now.
    ///
    /// - Parameters:
    ///   - clock: The run's clock.
    ///   - interval: The time from step to step.
    init(clock: RunClock, interval: Duration) {
        self.clock = clock
        self.interval = interval
        due = clock.now()
    }

    /// Postpones the next step, if it would come sooner.
    mutating func holdOff(_ duration: Duration) {
        due = max(due, clock.now() + duration)
    }

    /// Makes the next step due after some time, if it would come later.
    mutating func hasten(_ duration: Duration) {
        due = min(due, clock.now() + duration)
    }

    /// Waits until the next step is due.
    ///
    /// - Returns: The time at which the step was due, which is earlier than now after a slow step.
    @discardableResult
    mutating func waitForTurn() async throws -> Instant {
        let now = clock.now()
        let due = self.due
        if due > now { try await clock.sleep(due) }
        self.due = max(due, now) + interval
        return due
    }
}
