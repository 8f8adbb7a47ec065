//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

@Suite struct StillServingTests {
    /// Bad input may have brought a server down only if nothing was served any more.
    @Test(arguments: [(500, Verdict.Kind.failed), (503, .failed), (404, .inconclusive), (200, .inconclusive)])
    func `a scan that gets no answer after bad input counts if what came later got none either`(
        later: Int,
        verdict: Verdict.Kind
    ) {
        let history = History(
            [
                .initiate("scan_a", at: 0, body: "{}"), .poll("scan_a", at: 1, .scanning, 7),
                Exchange.initiate("scan_b", at: 10, body: "{}").with {
                    $0.intent = .afterErrors
                    $0.outcome = .status(503)
                },
                Exchange.poll("scan_a", at: 12, .scanning, 7).with { $0.outcome = .status(later) },
            ],
            groups: [.errors]
        )
        #expect(Judge.judge(history)["ERR-010"]?.verdict.kind == verdict)
    }
}
