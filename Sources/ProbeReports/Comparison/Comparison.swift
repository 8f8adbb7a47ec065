//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks
public import FoundationEssentials
public import ProbeHistory

/// A comparison of two reports, which separates improvements and regressions from noise.
///
/// Source: `Conformance/Contract/judging.md#comparing-two-reports`.
public struct Comparison: Codable, Sendable, Hashable {
    /// The overall result: worse if anything got worse, else better if anything got better.
    public var result: Result
    /// The earlier run.
    public var before: Side
    /// The later run.
    public var after: Side
    /// The differences between the runs besides the deployment's responses, a sentence each.
    public var differences: [String]
    /// The requirements with changed verdicts, in the order of the catalogue.
    public var requirements: [RequirementChange]
    /// The rates.
    public var rates: [RateChange]
    /// The latencies that both runs have.
    public var latencies: [LatencyChange]
    /// The thresholds of significant differences.
    public var thresholds: Thresholds
    /// The words of the later report; absent where it is older than them.
    public var nouns: Nouns?

    private enum CodingKeys: String, CodingKey {
        case result
        case before
        case after
        case differences
        case requirements
        case rates
        case latencies = "latency_ms"
        case thresholds
        case nouns
    }

    /// Compares two reports.
    ///
    /// - Parameters:
    ///   - before: The earlier report.
    ///   - after: The later report.
    ///   - thresholds: The thresholds of significant differences.
    public init(_ before: Report, _ after: Report, thresholds: Thresholds = Thresholds()) {
        self.before = Side(before)
        self.after = Side(after)
        differences = Self.differences(before, after) + Self.unbounded(before, after)
        requirements = RequirementChange.all(from: before, to: after)
        rates = RateChange.all(from: before, to: after, thresholds)
        latencies = LatencyChange.all(from: before, to: after, thresholds)
        self.thresholds = thresholds
        nouns = after.nouns
        let ranks: [Judgement.Overall: Int] = [.fail: 0, .inconclusive: 1, .pass: 2]
        let step = ranks[after.verdict, default: 0] - ranks[before.verdict, default: 0]
        let verdict: Trend = step < 0 ? .worse : step > 0 ? .better : .same
        let trends = [verdict] + requirements.map(\.trend) + rates.map(\.trend) + latencies.map(\.trend)
        result = trends.contains(.worse) ? .worse : trends.contains(.better) ? .better : .same
    }

    private static func differences(_ before: Report, _ after: Report) -> [String] {
        [
            ("targets", before.target.url, after.target.url),
            ("profiles", before.target.profile, after.target.profile),
            ("plans", before.plan.name, after.plan.name),
            ("versions of the prober", before.tool.version, after.tool.version),
            ("versions of the contract", before.contract ?? "none stated", after.contract ?? "none stated"),
            ("groups not run", Side(before).unseen, Side(after).unseen),
        ].compactMap { name, old, new in old == new ? nil : "the \(name) differ: \(old), then \(new)" }
    }

    /// Returns the limits of a comparison with reports of older versions without bounds.
    private static func unbounded(_ before: Report, _ after: Report) -> [String] {
        let sides = [("before", before), ("after", after)].filter { $0.1.latency.status.bounds == nil }.map(\.0)
        guard !sides.isEmpty else { return [] }
        let reports = sides.count == 2 ? "both reports come" : "the report \(sides[0]) comes"
        return [
            "\(reports) from a version that kept no bounds of latencies, so the thresholds alone decide them;"
                + " `scan-probe check` makes a report with bounds of the history"
        ]
    }
}

extension Comparison {
    /// The overall result of a comparison.
    public enum Result: String, Codable, Sendable, Hashable, CaseIterable {
        case worse
        case better
        case same
    }

    /// The direction of a change.
    public enum Trend: String, Codable, Sendable, Hashable, CaseIterable {
        case worse
        case better
        /// Neither, or within noise.
        case same
    }

    /// The thresholds of significant differences.
    public struct Thresholds: Codable, Sendable, Hashable {
        /// The significance level: rates differ when chance alone makes such a difference less probable than this.
        ///
        /// Four rates are compared at a time, and polls of one job are not independent of each other: hence not 5 %.
        public var probability = 0.01
        /// The latency ratio: a latency changed when it exceeds the other by more than this factor, and by the next
        /// threshold, for all values within the bounds of both.
        public var latencyRatio = 1.5
        /// The minimum latency change in milliseconds: smaller differences are noise of the machine.
        public var latencyMilliseconds = 20.0

        private enum CodingKeys: String, CodingKey {
            case probability = "p"
            case latencyRatio = "latency_ratio"
            case latencyMilliseconds = "latency_ms"
        }

        /// Creates thresholds.
        ///
        /// - Parameter latencyRatio: The factor by which a latency has to exceed another.
        public init(latencyRatio: Double = 1.5) {
            self.latencyRatio = latencyRatio
        }
    }

    /// One of the two runs.
    public struct Side: Codable, Sendable, Hashable {
        /// The grade.
        public var grade: Grade
        /// The verdict.
        public var verdict: Judgement.Overall
        /// The groups that the grade does not cover.
        public var notRun: [String]
        /// The deployment's address.
        public var target: String
        /// The plan's name.
        public var plan: String
        /// The start of the run.
        public var startedAt: String

        private enum CodingKeys: String, CodingKey {
            case grade
            case verdict
            case notRun = "not_run"
            case target
            case plan
            case startedAt = "started_at"
        }

        init(_ report: Report) {
            grade = report.grade
            verdict = report.verdict
            notRun = report.groups.notRun.map(\.rawValue)
            target = report.target.url
            plan = report.plan.name
            startedAt = report.startedAt
        }

        /// The groups that were not run, in words.
        var unseen: String { notRun.isEmpty ? "none" : notRun.joined(separator: ", ") }
    }
}

extension Comparison {
    /// Renders the comparison as JSON: sorted keys, a line feed at the end; equal comparisons give equal bytes.
    ///
    /// - Throws: `EncodingError`, for a non-finite number.
    public func json() throws -> Data {
        try PlainJSON.encode(self)
    }
}
