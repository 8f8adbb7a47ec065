//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

extension Requirements {
    @Suite struct Results {
        @Test func `RES-001 results come after the first complete, on every read`() throws {
            try Conformance.expect("RES-001")
        }
        @Test func `RES-002 never pending or an error after complete`() throws { try Conformance.expect("RES-002") }
        @Test func `RES-003 never a truncated final response before completion`() throws {
            try Conformance.expect("RES-003")
        }
        @Test func `RES-004 two reads are equal`() throws { try Conformance.expect("RES-004") }
        @Test func `RES-005 totals agree`() throws { try Conformance.expect("RES-005") }
        @Test func `RES-006 every opportunity has the fields, types and ranges of the contract`() throws {
            try Conformance.expect("RES-006")
        }
        @Test func `RES-007 numbers are finite and times carry an offset`() throws { try Conformance.expect("RES-007") }
        @Test func `RES-008 the analysis adds up`() throws { try Conformance.expect("RES-008") }
        @Test func `RES-009 the id is the one asked for and the user is the caller`() throws {
            try Conformance.expect("RES-009")
        }
        @Test func `RES-010 no duplicates`() throws { try Conformance.expect("RES-010") }
        @Test func `RES-011 filters hold for every opportunity`() throws { try Conformance.expect("RES-011") }
    }
}
