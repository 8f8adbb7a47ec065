//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

extension Requirements {
    @Suite struct Isolation {
        @Test func `ISO-001 another user's job is not found`() throws { try Conformance.expect("ISO-001") }
        @Test func `ISO-002 another user's job cannot be told from an unknown one`() throws {
            try Conformance.expect("ISO-002")
        }
        @Test func `ISO-003 no request without a valid token is served`() throws { try Conformance.expect("ISO-003") }
        @Test func `ISO-004 a user's token does not open diagnostics`() throws { try Conformance.expect("ISO-004") }
        @Test func `ISO-005 a hostile id reaches nobody’s job`() throws { try Conformance.expect("ISO-005") }
    }
}
