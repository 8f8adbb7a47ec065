//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import TestSelection
import Testing

@Suite struct LargeHistoryTests {
    /// Any quadratic algorithm over the polls of one job would take many minutes.
    @Test(.takesSeconds, .timeLimit(.minutes(10)), arguments: [false, true])
    func `fifty thousand polls of one job are judged without squaring`(isBroken: Bool) {
        let polls = (0..<50_000).map { index in
            Exchange.poll(
                "scan_a",
                at: 1 + Double(index) / 1000,
                took: Double(index % 97) / 100,
                .scanning,
                index / 5000
            )
            .with { if isBroken && index % 3 != 0 { $0.outcome = .notFound() } }
        }
        let judgement = Judge.judge(History([.initiate("scan_a", at: 0, body: "{}")] + polls))
        #expect(judgement["STAT-002"]?.verdict.evidence.count == (isBroken ? Evidence.limit : 0))
        #expect(judgement["PROG-001"]?.verdict == .passed)
    }
}
