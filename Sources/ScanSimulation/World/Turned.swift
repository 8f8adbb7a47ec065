//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Synchronization

/// A wall clock that jumps, over virtual time.
final class Turned: Sendable {
    private let scheduler: Scheduler
    private let offset = Mutex(Duration.zero)

    /// Creates a clock that is right.
    init(scheduler: Scheduler) {
        self.scheduler = scheduler
    }

    /// The time that it shows.
    var now: Date {
        Date(timeIntervalSince1970: 1_800_000_000 + (scheduler.now + offset.withLock { $0 }).seconds)
    }

    /// Lets it jump.
    func turn(by jump: Duration) { offset.withLock { $0 += jump } }

    /// The clock of the core.
    var clock: ScanClock {
        ScanClock(now: { self.now }, sleep: { [scheduler] in try await scheduler.sleep(for: $0) })
    }
}
