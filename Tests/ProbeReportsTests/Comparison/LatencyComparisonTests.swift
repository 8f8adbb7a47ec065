//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import KitSupport
import ProbeReports
import Testing

/// Noise does not count as worse, and a real shift does.
@Suite struct LatencyComparisonTests {
    private typealias Basis = Comparison.LatencyChange.Basis

    @Test(arguments: [
        (10.0, 29.0, Comparison.Trend.same), (100, 149, .same), (100, 151, .worse), (10, 31, .worse),
        (151, 100, .better), (0, 15, .same), (0, 21, .worse),
    ])
    func `a latency counts beyond the ratio and the milliseconds`(
        before: Double,
        after: Double,
        trend: Comparison.Trend
    ) throws {
        let (one, other) = (Self.report([(1000, before)]), Self.report([(1000, after)]))
        let comparison = Comparison(one, other)
        let change = try Self.change("p99", in: comparison)
        #expect(change.trend == trend)
        #expect(change.basis == (trend == .same ? .withinThresholds : .boundsApart))
        #expect(change.ratio == (before > 0 ? (after / before * 1000).rounded() / 1000 : nil))
        #expect(comparison.result.rawValue == trend.rawValue)
        let lenient = Comparison(one, other, thresholds: .init(latencyRatio: 100))
        #expect(lenient.result == (before == 0 && trend == .worse ? .worse : .same))
    }

    @Test func `a few slow responses more are noise, many are not`() throws {
        let calm = Self.report([(1000, 10)])
        let noise = Comparison(calm, Self.report([(985, 10), (15, 300)]))
        #expect(try Self.change("p99", in: noise).basis == .boundsTooNear)
        #expect(noise.result == .same)
        #expect(TerminalComparison(noise).render().contains("300.0 [10.0, 300.0]  30.00 ×  noise"))
        let slow = Comparison(calm, Self.report([(960, 10), (40, 300)]))
        #expect(try Self.change("p99", in: slow).trend == .worse)
        #expect(try Self.change("p90", in: slow).basis == .withinThresholds)
        #expect(slow.result == .worse)
        #expect(Comparison(Self.report([(960, 10), (40, 300)]), calm).result == .better)
    }

    @Test func `too few responses say nothing of the 99th percentile, and enough of the median`() throws {
        let calm = Self.report([(200, 10)])
        let tail = Comparison(calm, Self.report([(185, 10), (15, 300)]))
        #expect(try Self.change("p99", in: tail).basis == .tooFewAnswers)
        #expect(tail.result == .same)
        #expect(MarkdownComparison(tail).render().contains("| too few to tell |"))
        let shifted = Comparison(calm, Self.report([(80, 10), (120, 300)]))
        #expect(try Self.change("p50", in: shifted).basis == .boundsApart)
        #expect(shifted.result == .worse)
    }

    @Test func `reports without bounds are compared by the thresholds alone, and it is said`() throws {
        let (calm, noisy) = (Self.report([(1000, 10)]), Self.report([(985, 10), (15, 300)]))
        let old = try Self.withoutBounds(calm)
        for (before, after, note) in [
            (old, noisy, "the report before comes"), (calm, try Self.withoutBounds(noisy), "the report after comes"),
            (old, try Self.withoutBounds(noisy), "both reports come"),
        ] {
            let comparison = Comparison(before, after)
            #expect(try Self.change("p99", in: comparison).basis == .thresholdsAlone)
            #expect(comparison.result == .worse)
            #expect(comparison.differences.map { $0.hasPrefix(note) } == [true])
        }
        #expect(Comparison(old, old).result == .same)
    }

    /// Latencies of a busy machine: most around 10 ms, one in fifty held up for up to a second.
    @Test func `two runs of the same deployment are seldom told apart, a slower one always is`() {
        var random = SplitMix64(seed: 7)
        func run(_ responses: Int, slower: Double = 1) -> Report {
            let milliseconds = (0..<responses).map { _ in
                let quick = 4 + 12 * Double.random(in: 0..<1, using: &random)
                let isHeldUp = Double.random(in: 0..<1, using: &random) < 0.02
                return slower * (isHeldUp ? quick + Double.random(in: 0..<1000, using: &random) : quick)
            }
            return Self.report(milliseconds.map { (1, $0) })
        }
        for responses in [300, 1000] {
            let alike = (0..<200).count { _ in Comparison(run(responses), run(responses)).result != .same }
            #expect(alike <= 2, "\(responses)")
            let slower = (0..<50).count { _ in Comparison(run(responses), run(responses, slower: 5)).result == .worse }
            #expect(slower == 50, "\(responses)")
        }
    }

    // MARK: - Fixtures

    private static func change(_ percentile: String, in comparison: Comparison) throws -> Comparison.LatencyChange {
        try #require(comparison.latencies.first { $0.operation == "status" && $0.percentile == percentile })
    }

    private static let sound = Samples.report(Samples.sound)

    /// Returns a report of a number of polls with the same latency in milliseconds.
    private static func report(_ polls: [(count: Int, milliseconds: Double)]) -> Report {
        var report = sound
        let durations = polls.flatMap { [Duration](repeating: .seconds($0.milliseconds / 1000), count: $0.count) }
        report.latency.status = Report.Percentiles(Percentiles(of: durations))
        return report
    }

    /// Returns the report in the format of earlier versions.
    private static func withoutBounds(_ report: Report) throws -> Report {
        var object = try #require(JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
        let latencies = try #require(object["latency_ms"] as? [String: [String: Any]])
        object["latency_ms"] = latencies.mapValues { $0.filter { $0.key != "bounds" && $0.key != "answers" } }
        return try Report(json: JSONSerialization.data(withJSONObject: object))
    }
}
