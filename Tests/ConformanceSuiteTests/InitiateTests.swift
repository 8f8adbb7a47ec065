//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

extension Requirements {
    @Suite struct Initiate {
        @Test func `INIT-001 responses with an id at once`() throws { try Conformance.expect("INIT-001") }
        @Test func `INIT-002 ids are unique`() throws { try Conformance.expect("INIT-002") }
        @Test func `INIT-003 the addresses in the response work`() throws { try Conformance.expect("INIT-003") }
        @Test func `INIT-004 an empty body is a valid request`() throws { try Conformance.expect("INIT-004") }
        @Test func `INIT-005 a running job with the same filters is found on every worker, not started twice`() throws {
            try Conformance.expect("INIT-005")
        }
        @Test func `INIT-006 force_refresh starts a new job and leaves the old one readable`() throws {
            try Conformance.expect("INIT-006")
        }
        @Test func `INIT-007 two concurrent initiations with the same filters yield one job`() throws {
            try Conformance.expect("INIT-007")
        }
        @Test func `INIT-008 filters are echoed and honoured`() throws { try Conformance.expect("INIT-008") }
        @Test func `INIT-009 the response says where to poll and when`() throws { try Conformance.expect("INIT-009") }
    }
}
