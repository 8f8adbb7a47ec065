//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Probe
import Testing

@Suite struct RunClockTests {
    @Test func `a run starts at a date and a time, in UTC`() throws {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let started = try style.parse(RunClock.continuous().startedAt)
        #expect(abs(started.timeIntervalSinceNow) < 60)
    }
}
