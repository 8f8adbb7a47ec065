//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

extension Requirements {
    @Suite struct Errors {
        @Test func `ERR-001 malformed JSON is refused`() throws { try Conformance.expect("ERR-001") }
        @Test func `ERR-002 wrong types are refused`() throws { try Conformance.expect("ERR-002") }
        @Test func `ERR-003 a wrong media type is refused`() throws { try Conformance.expect("ERR-003") }
        @Test func `ERR-004 an oversized body is refused`() throws { try Conformance.expect("ERR-004") }
        @Test func `ERR-005 a wrong method is refused, with the allowed ones`() throws {
            try Conformance.expect("ERR-005")
        }
        @Test func `ERR-006 an unknown path is not found`() throws { try Conformance.expect("ERR-006") }
        @Test func `ERR-007 errors are JSON and tell nothing of the inside`() throws {
            try Conformance.expect("ERR-007")
        }
        @Test func `ERR-008 no bad input is a server error`() throws { try Conformance.expect("ERR-008") }
        @Test func `ERR-009 the rate limit holds on every worker`() throws { try Conformance.expect("ERR-009") }
        @Test func `ERR-010 the deployment serves on after bad input`() throws { try Conformance.expect("ERR-010") }
    }
}
