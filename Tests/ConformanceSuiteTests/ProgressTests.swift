//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

extension Requirements {
    @Suite struct JobProgress {
        @Test func `PROG-001 completed strategies never shrink`() throws { try Conformance.expect("PROG-001") }
        @Test func `PROG-002 counts and percentage are in range and agree`() throws {
            try Conformance.expect("PROG-002")
        }
        @Test func `PROG-003 the total is constant and above zero`() throws { try Conformance.expect("PROG-003") }
        @Test func `PROG-004 complete means all of them`() throws { try Conformance.expect("PROG-004") }
        @Test func `PROG-005 partial results survive into the final ones`() throws {
            try Conformance.expect("PROG-005")
        }
        @Test func `PROG-006 progress is incremental`() throws { try Conformance.expect("PROG-006") }
        @Test func `PROG-007 opportunities found so far never shrink and match the end`() throws {
            try Conformance.expect("PROG-007")
        }
    }
}
