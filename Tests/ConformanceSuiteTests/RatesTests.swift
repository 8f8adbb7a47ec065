//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

extension Requirements {
    @Suite struct Rates {
        @Test func `RATE-001 more than 95 percent of polls find the job`() throws {
            try Conformance.expect("RATE-001")
        }
        @Test func `RATE-002 more than 95 percent of polls are correct`() throws { try Conformance.expect("RATE-002") }
        @Test func `RATE-003 more than 95 percent of results reads succeed`() throws {
            try Conformance.expect("RATE-003")
        }
        @Test func `RATE-004 more than 95 percent of initiations succeed`() throws {
            try Conformance.expect("RATE-004")
        }
        @Test func `RATE-005 no worker is much worse than the rest`() throws { try Conformance.expect("RATE-005") }
    }
}
