//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

@testable import MarketData

/// A simulated time that jumps ahead instead of waiting.
final class JumpingTime: Sendable {
    private let passed = Mutex(Duration.zero)

    /// The total time waited.
    var now: Duration { passed.withLock { $0 } }

    /// The clock of this time.
    var clock: MonotonicClock {
        MonotonicClock(
            now: { self.now },
            sleep: { duration in
                try Task.checkCancellation()
                self.passed.withLock { $0 += duration }
            }
        )
    }
}
