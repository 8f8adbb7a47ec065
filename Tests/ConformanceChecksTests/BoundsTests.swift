//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import Testing

@testable import ConformanceChecks

/// Where findings change: small histories in which each value takes others in turn, at and just beyond every bound.
///
/// `Scripts/tables` writes the files; what changes in them is read before it is committed.
@Suite struct BoundsTests {
    private static let folder = "Tests/ConformanceChecksTests/Fixtures/Bounds"

    @Test(arguments: RecoveryRun.allCases)
    func `jobs that were hit by faults are judged up to their bounds as it is written down`(run: RecoveryRun) throws {
        let history = run.small.history
        let series =
            history.times(until: RecoveryRun.end) + history.answers + history.operations
            + history.bounds(until: RecoveryRun.end)
        try Self.expect(run.rawValue, history, series, .of("REC"))
    }

    /// Compares what checks find along the series of a history with a file.
    private static func expect(_ name: String, _ history: History, _ series: [Series], _ checks: [Check]) throws {
        let observations = Observations(history)
        var lines = ["What is found where one value of a small history is another. Written by Scripts/tables.", ""]
        lines += checks.map { "\($0.id) \(Series.brief($0.find(observations)))" } + [""]
        lines += series.flatMap { $0.lines(of: checks) }
        try Repository.expect("\(folder)/\(name).txt", toBe: lines.joined(separator: "\n") + "\n")
    }
}
