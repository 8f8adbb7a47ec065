//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import TestSelection
import Testing

@testable import ConformanceChecks

/// The bounds at which findings change: small histories in which each value takes others in turn, at and just beyond every bound.
///
/// `Scripts/tables` writes the files; what changes in them is read before it is committed.
@Suite struct BoundsTests {
    private static let folder = "Tests/ConformanceChecksTests/Fixtures/Bounds"

    @Test(.takesSeconds, arguments: RecoveryRun.allCases)
    func `jobs that were hit by faults are judged up to their bounds as it is written down`(run: RecoveryRun) throws {
        let history = run.small.history
        let series =
            history.times(until: RecoveryRun.end) + history.answers + history.operations
            + history.bounds(until: RecoveryRun.end) + (run == .searched ? RecoveryRun.logs : [])
        try Self.expect(run.rawValue, history, series, .of("REC"))
    }

    @Test(.takesSeconds)
    func `a job and all that is asked about it are judged up to their bounds as it is written down`() throws {
        let history = CourseRun.course
        let series = history.times(until: CourseRun.end) + history.answers + history.bounds(until: CourseRun.end)
        try Self.expect("course", history, series, .of("INIT", "STAT", "PROG", "RES", "ISO"))
    }

    @Test func `keys of the store are judged up to their bounds as it is written down`() throws {
        let history = CourseRun.stored
        let series = history.times(until: CourseRun.end) + history.operations + [CourseRun.renewals]
        try Self.expect("stored", history, series, .of("TTL"))
    }

    @Test func `keys, cancelling, forgetting and pages are judged up to their bounds as it is written down`() throws {
        let history = OfferedRun.history
        let series = history.times(until: CourseRun.end) + history.answers + history.bounds(until: CourseRun.end)
        try Self.expect("offered", history, series, Check.all.filter { OfferedRun.ids.contains($0.id) })
    }

    @Test func `jobs that are polled back to back are judged up to their bounds as it is written down`() throws {
        try Self.expect("polling-pace", PaceSeries.all.flatMap { $0.lines(of: .of("STAT-010")) })
    }

    @Test func `late and growing answers are judged up to their bounds as it is written down`() throws {
        try Self.expect("latency", LatencySeries.all.flatMap { $0.lines(of: .of("PERF")) })
    }

    @Test func `single answers are judged up to their bounds as it is written down`() throws {
        try Self.expect("answers", ProbeSeries.all.flatMap { $0.series.lines(of: $0.checks) } + ProbeSeries.summaries)
    }

    @Test func `patterns among faults are told up to their bounds as it is written down`() throws {
        try Self.expect("patterns", PatternSeries.all.map(\.line))
    }

    @Test func `what is told first is chosen up to its bounds as it is written down`() throws {
        try Self.expect("roots", RootSeries.all.flatMap { $0.lines(of: RootSeries.roots) })
    }

    /// Compares what checks find along the series of a history with a file.
    private static func expect(_ name: String, _ history: History, _ series: [Series], _ checks: [Check]) throws {
        let observations = Observations(history)
        let sound = checks.map { "\($0.id) \(Series.brief($0.find(observations)))" }
        try expect(name, sound + [""] + series.flatMap { $0.lines(of: checks) })
    }

    private static func expect(_ name: String, _ lines: [String]) throws {
        let head = ["What is found where one value is another. Written by Scripts/tables.", ""]
        try Repository.expect("\(folder)/\(name).txt", toBe: (head + lines).joined(separator: "\n") + "\n")
    }
}
