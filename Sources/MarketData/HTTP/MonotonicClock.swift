//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A clock that tests replace by one that never sleeps.
struct MonotonicClock: Sendable {
    /// The time since the clock started.
    let now: @Sendable () -> Duration
    /// Sleeps for a duration.
    let sleep: @Sendable (Duration) async throws -> Void

    /// The system's clock.
    static let system: MonotonicClock = {
        let start = ContinuousClock.now
        return MonotonicClock(now: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0) })
    }()
}
