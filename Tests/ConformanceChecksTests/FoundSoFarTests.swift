//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

@Suite struct FoundSoFarTests {
    /// A job that ends with five items found so far, and the total of its last answer.
    private func judged(total: Int) -> Verdict.Kind? {
        let polls = [
            Exchange.poll("scan_a", at: 1, .scanning, 7, found: 3),
            Exchange.poll("scan_a", at: 2, .complete, 14, found: 5).with {
                $0.outcome.changeResponse { $0.parsed?.total = total }
            },
        ]
        let history = History([.initiate("scan_a", at: 0, body: "{}")] + polls, groups: [.progress])
        return Judge.judge(history)["PROG-007"]?.verdict.kind
    }

    @Test(arguments: [(5, Verdict.Kind.passed), (4, .failed)])
    func `the complete answer tells what there is in the end where no results were read`(
        total: Int,
        verdict: Verdict.Kind
    ) {
        #expect(judged(total: total) == verdict)
    }
}
