//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Synchronization
import Testing

@testable import Probe

@Suite struct PacerTests {
    @Test func `steps keep to the schedule, and a slow one causes no burst`() async throws {
        let time = Mutex(Instant.start)
        let slept = Mutex<[Instant]>([])
        let clock = RunClock(
            startedAt: "",
            now: { time.withLock { $0 } },
            sleep: { until in
                slept.withLock { $0.append(until) }
                time.withLock { $0 = until }
            }
        )
        var pacer = Pacer(clock: clock, interval: .seconds(1))
        try await pacer.waitForTurn()
        time.withLock { $0 += .milliseconds(250) }
        try await pacer.waitForTurn()
        // Two and a half intervals: the next step is due at once, the one after it a whole interval later.
        time.withLock { $0 += .milliseconds(2500) }
        try await pacer.waitForTurn()
        try await pacer.waitForTurn()
        #expect(slept.withLock { $0 } == [Instant(seconds: 1), Instant(seconds: 4.5)])
    }
}
