//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

extension Requirements {
    @Suite struct Recovery {
        @Test func `REC-001 a deleted lookup key costs nothing`() throws { try Conformance.expect("REC-001") }
        @Test func `REC-002 a job without lookup keys is found, and they are restored`() throws {
            try Conformance.expect("REC-002")
        }
        @Test func `REC-003 the search is bounded and still finds among a million keys`() throws {
            try Conformance.expect("REC-003")
        }
        @Test func `REC-004 another user's poll restores nothing`() throws { try Conformance.expect("REC-004") }
        @Test func `REC-005 a killed worker loses no job`() throws { try Conformance.expect("REC-005") }
        @Test func `REC-006 a restarted Redis loses no job`() throws { try Conformance.expect("REC-006") }
        @Test func `REC-007 a stopped Redis is 503, never not found`() throws { try Conformance.expect("REC-007") }
        @Test func `REC-008 a suspended worker writes nothing stale`() throws { try Conformance.expect("REC-008") }
        @Test func `REC-009 a graceful stop loses nothing`() throws { try Conformance.expect("REC-009") }
    }
}
