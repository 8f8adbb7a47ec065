//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

/// The requests whose times are told in a report.
@Suite struct LatencyFiguresTests {
    @Test(arguments: [
        (Event.Intent.course, 2), (.early, 2), (.followsLink, 2), (.unknownID, 1), (.burst, 1), (.recovery, 1),
    ])
    func `times of ordinary requests count, and of no others`(intent: Event.Intent, count: Int) {
        let polls = [Event.Intent.course, intent].enumerated().map { number, intent in
            Exchange.poll("scan_a", at: 1 + Double(number), .scanning, 3).with { $0.intent = intent }
        }
        let history = History([.initiate("scan_a", at: 0, body: "{}")] + polls)
        #expect(Judge.judge(history).latencies.status?.responses == count)
    }
}
