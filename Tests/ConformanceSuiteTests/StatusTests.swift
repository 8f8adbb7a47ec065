//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

extension Requirements {
    @Suite struct Status {
        @Test func `STAT-001 found from the first poll on`() throws { try Conformance.expect("STAT-001") }
        @Test func `STAT-002 never not found before it expires`() throws { try Conformance.expect("STAT-002") }
        @Test func `STAT-003 states are of the known set`() throws { try Conformance.expect("STAT-003") }
        @Test func `STAT-004 a final state is final`() throws { try Conformance.expect("STAT-004") }
        @Test func `STAT-005 the job ends within its budget`() throws { try Conformance.expect("STAT-005") }
        @Test func `STAT-006 the id in the body is the id asked for`() throws { try Conformance.expect("STAT-006") }
        @Test func `STAT-007 an unknown id is not found, and stays so`() throws { try Conformance.expect("STAT-007") }
        @Test func `STAT-008 still found after completion`() throws { try Conformance.expect("STAT-008") }
        @Test func `STAT-009 a failed job carries an error`() throws { try Conformance.expect("STAT-009") }
        @Test func `STAT-010 polling faster does not change the course of the job`() throws {
            try Conformance.expect("STAT-010")
        }
    }
}
