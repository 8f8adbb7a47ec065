//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Testing

/// One test for each requirement of the catalogue, against the reference or the deployment in `SCAN_TARGET`.
///
/// `swift test --filter STAT-002` runs one of them; the plan is performed once for any selection.
@Suite(.conformance(SuiteTarget.fixture), .timeLimit(.minutes(10))) struct Requirements {
    @Test func `Every MUST passed and none was left undecided`() throws { try Conformance.expectPass() }
}
