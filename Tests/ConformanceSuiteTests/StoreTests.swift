//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

extension Requirements {
    @Suite struct Store {
        @Test func `TTL-001 all lookup keys exist when the initiation responses`() throws {
            try Conformance.expect("TTL-001")
        }
        @Test func `TTL-002 each lookup outlives the entry by the buffer`() throws { try Conformance.expect("TTL-002") }
        @Test func `TTL-003 every write of the entry renews its lookups`() throws { try Conformance.expect("TTL-003") }
        @Test func `TTL-004 the entry itself expires`() throws { try Conformance.expect("TTL-004") }
        @Test func `TTL-005 no keys are left behind`() throws { try Conformance.expect("TTL-005") }
    }
}
