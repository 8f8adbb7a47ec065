//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

extension Requirements {
    @Suite struct Latency {
        @Test func `PERF-001 status polls are fast`() throws { try Conformance.expect("PERF-001") }
        @Test func `PERF-002 results reads are fast`() throws { try Conformance.expect("PERF-002") }
        @Test func `PERF-003 latency does not grow over a soak`() throws { try Conformance.expect("PERF-003") }
    }
}
