//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks
public import ProbeHistory

/// The report of a run: the content of `report.json`.
///
/// Every rendering is made from this value alone, so that all of them agree.
///
/// Source: `Conformance/Contract/judging.md#report-format`.
public struct Report: Codable, Sendable, Hashable {
    /// The version of the format that this tool writes; an added field does not change it.
    public static let currentFormat = 1

    /// The version of the report's format.
    public var format: Int
    /// The version of the contract used for judging; absent from reports that are older than it.
    public var contract: String?
    /// The tool that made the run.
    public var tool: Tool
    /// The deployment.
    public var target: Target
    /// The plan.
    public var plan: Plan
    /// The start of the run, ISO 8601 in UTC.
    public var startedAt: String
    /// The duration of the run, in seconds.
    public var durationSeconds: Double
    /// The reason for the run's end: `finished`, `budget`, `interrupted`, or `cut_off` without a reason.
    public var ended: Ended
    /// The overall verdict.
    public var verdict: Judgement.Overall
    /// The grade.
    public var grade: Grade
    /// The requirement groups that were run, and those that were not.
    public var groups: Groups
    /// The rates.
    public var rates: Rates
    /// The latencies, in milliseconds.
    public var latency: Latencies
    /// The outcome of each requirement, in the order of the catalogue.
    public var requirements: [Outcome]
    /// The file of the history, relative to the report.
    public var history: String
    /// The known failures and the verdict apart from them; absent without a list.
    public var knownFailures: KnownFailures?
    /// The workers that were met; absent from reports that are older than them.
    public var workers: WorkersSeen?
    /// The failed requirements in the order of what explains what; absent from older reports.
    public var explanation: Explanation?
    /// The connection failures between prober and deployment, in a sentence with kinds, number and times; absent
    /// without any.
    public var disturbances: String?
    /// The evidence that was cut because the budget of memory and disk was used up, in a sentence; absent when none was.
    public var cutEvidence: String?
    /// The words by which the profile calls things; absent from reports on histories that are older than them.
    public var nouns: Nouns?
    /// The features that the profile declares; absent where the words are.
    public var offers: [Feature]?

    private enum CodingKeys: String, CodingKey {
        case format
        case contract
        case tool
        case target
        case plan
        case startedAt = "started_at"
        case durationSeconds = "duration_seconds"
        case ended
        case verdict
        case grade
        case groups
        case rates
        case latency = "latency_ms"
        case requirements
        case history
        case knownFailures = "known_failures"
        case workers
        case explanation
        case disturbances
        case cutEvidence = "cut_evidence"
        case nouns
        case offers
    }

    /// The verdict of the exit status: apart from known failures, if a list of them was given.
    public var conclusion: Judgement.Overall { knownFailures?.overall ?? verdict }
}

extension Report {
    /// The reasons why a run ended.
    public enum Ended: String, Codable, Sendable, Hashable, CaseIterable {
        /// The plan was carried out.
        case finished
        /// The plan's run budget was used up.
        case budget
        /// Somebody interrupted the run.
        case interrupted
        /// The history has no end, so nothing says why.
        case cutOff = "cut_off"
    }

    /// The tool that made the run.
    public struct Tool: Codable, Sendable, Hashable {
        /// The tool's name.
        public var name: String
        /// The tool's version.
        public var version: String
    }

    /// The deployment that was probed.
    public struct Target: Codable, Sendable, Hashable {
        /// The base URL, without credentials.
        public var url: String
        /// The name of the profile.
        public var profile: String
    }

    /// The plan that was carried out.
    public struct Plan: Codable, Sendable, Hashable {
        /// The plan's name.
        public var name: String
        /// The seed of all random numbers.
        public var seed: UInt64
    }

    /// The requirement groups.
    public struct Groups: Codable, Sendable, Hashable {
        /// The groups that were run.
        public var run: [RequirementGroup]
        /// The groups that the grade does not cover.
        public var notRun: [RequirementGroup]

        private enum CodingKeys: String, CodingKey {
            case run
            case notRun = "not_run"
        }
    }

    /// The outcome of a requirement.
    public struct Outcome: Codable, Sendable, Hashable {
        /// The requirement's id.
        public var id: String
        /// The level of the requirement.
        public var level: Requirement.Level
        /// The group that the requirement belongs to.
        public var group: RequirementGroup
        /// The requirement, one sentence.
        public var statement: String
        /// The verdict: `passed`, `failed`, `inconclusive`, `skipped` or `harness_error`.
        public var verdict: Verdict.Kind
        /// The summary for people.
        public var summary: String
        /// The evidence of a failure.
        public var evidence: [Evidence]
        /// The reason and expiry of a known failure; absent for other requirements.
        public var known: Known?
    }

    /// The reason for accepting a failure.
    public struct Known: Codable, Sendable, Hashable {
        /// The reason.
        public var reason: String
        /// The last valid day, an ISO 8601 date.
        public var expires: String
    }

    /// An event as evidence of a failure.
    public struct Evidence: Codable, Sendable, Hashable {
        /// The number of the event in the history.
        public var event: Int
        /// The request, its response, and the violation, in a line.
        public var note: String
        /// The request and its response; kept for the first pieces of a requirement's evidence.
        public var exchange: Exchange?
        /// The earlier request whose response this one contradicts, if it does.
        public var contradicts: Exchange?
    }
}
