//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Strategies
import Testing

/// The false-positive rates of the strategies of single symbols on random walks.
@Suite struct RandomWalkTests {
    /// The bounds lie a few standard errors of 400 walks above the documented rates.
    @Test(arguments: zip(spotStrategies.map(\.id), [0.20, 0.06, 0.05]))
    func `a random walk seldom looks like an opportunity`(id: String, bound: Double) throws {
        let strategy = try #require(spotStrategies.first { $0.id == id })
        let findings = try strategy.findings(in: try randomWalks(400, for: strategy.need), at: noon)
        #expect(findings.signals.total == 400)
        #expect(Double(findings.opportunities.count) / 400 < bound)
    }
}
