//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

@Suite(
    .conformance { probe in
        try await withReportServer { address in
            try await probe(.init(address, profile: "http-202", parameters: ["path": "reports"]))
        }
    }
)
struct `The report server` {
    @Test(arguments: Conformance.requirementIDs)
    func fulfils(id: String) throws { try Conformance.expect(id) }

    @Test func `can be accepted`() throws { try Conformance.expectPass() }
}
