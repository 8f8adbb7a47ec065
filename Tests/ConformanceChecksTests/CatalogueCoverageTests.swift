//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Testing

@Suite struct CatalogueCoverageTests {
    @Test func `every requirement has one check and every check a requirement, in the same order`() {
        #expect(Check.all.map(\.id) == Catalogue.builtIn.requirements.map(\.id))
    }
}
