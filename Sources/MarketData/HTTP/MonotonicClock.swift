//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Measures and waits; tests bring one on which waiting takes no time.
struct MonotonicClock: Sendable {
    /// How long the clock has been running.
    let now: @Sendable () -> Duration
    /// Waits.
    let sleep: @Sendable (Duration) async throws -> Void

    /// The machine's clock.
    static let system: MonotonicClock = {
        let start = ContinuousClock.now
        return MonotonicClock(now: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0) })
    }()
}
