//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

extension Requirements {
    @Suite struct Observability {
        @Test func `OBS-001 operator messages appear when their events happen`() throws {
            try Conformance.expect("OBS-001")
        }
        @Test func `OBS-002 metrics count them`() throws { try Conformance.expect("OBS-002") }
        @Test func `OBS-003 every response carries a request id that the log has`() throws {
            try Conformance.expect("OBS-003")
        }
    }
}
