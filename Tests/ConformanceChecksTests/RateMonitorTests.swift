//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

@Suite struct RateMonitorTests {
    /// The events that may be missing are one in 200 at first, and more of many, since all of them are judged each time.
    @Test(arguments: [(1000, 5), (3999, 19), (4000, 200), (19_999, 999), (20_000, 5000)])
    func `events are judged anew once their number has grown by more than a share`(count: Int, lag: Int) {
        let polls = (1...count + lag).map { Exchange.poll("scan_a", at: Double($0), .scanning, 7) }
        let events = History([.initiate("scan_a", at: 0, body: "{}")] + polls, groups: [.status, .rates]).events
        let monitor = RateMonitor(plan: .forTests())
        for event in events.prefix(count) { monitor.record(event) }
        // The first event is the initiation.
        #expect(monitor.rates.statusFound.trials == count - 1)
        for event in events[count..<count + lag] { monitor.record(event) }
        #expect(monitor.rates.statusFound.trials == count - 1)
        monitor.record(events[count + lag])
        #expect(monitor.rates.statusFound.trials == count + lag)
    }
}
