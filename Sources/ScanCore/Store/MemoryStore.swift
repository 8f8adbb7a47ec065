//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
package import Synchronization

/// The in-memory store and queue of one process, with the semantics of the Redis ones; the embedded default.
///
/// Source: `Conformance/Contract/store.md#store-in-memory`.
package final class MemoryStore: Sendable {
    /// The state, which only simulations and audits touch from outside.
    package let state: Mutex<MemoryStoreState>
    let lifetimes: ScanLifetimes
    let clock: ScanClock

    /// Creates an empty store.
    package init(lifetimes: ScanLifetimes, clock: ScanClock) {
        self.lifetimes = lifetimes
        self.clock = clock
        state = Mutex(MemoryStoreState())
    }

    /// Runs one atomic step on the current state.
    func step<Result: Sendable>(_ body: (inout MemoryStoreState, Date) -> sending Result) -> Result {
        let now = clock.now()
        return state.withLock { state in
            state.expire(by: now)
            return body(&state, now)
        }
    }
}

extension MemoryStore: RateLimiter {
    package func admit(_ subject: String, quota: Quota) async throws(StoreError) -> Admission {
        step { state, now in state.admit(subject, quota: quota, at: now) }
    }
}
