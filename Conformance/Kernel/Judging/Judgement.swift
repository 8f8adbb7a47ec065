//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// Everything that is said about a history: a verdict for each requirement, the rates, the latencies and the grade.
public struct Judgement: Sendable, Hashable {
    /// The overall verdict.
    public var overall: Overall
    /// The grade.
    public var grade: Grade
    /// What came of each requirement, in the order of the catalogue.
    public var rulings: [Ruling]
    /// The rates.
    public var rates: Rates
    /// How long answers took.
    public var latencies: Latencies
    /// The groups that were looked at, in the order of the catalogue.
    public var groupsRun: [RequirementGroup]
    /// The groups that the grade says nothing about, in the order of the catalogue.
    public var groupsNotRun: [RequirementGroup]
    /// What a list of known failures makes of it; absent when there is none.
    public var knownFailures: KnownFailures?

    /// The ruling on a requirement, if the catalogue has it.
    public subscript(id: String) -> Ruling? { self.rulings.first { $0.requirement.id == id } }
}

extension Judgement {
    /// The overall verdict.
    public enum Overall: String, Codable, Sendable, Hashable, CaseIterable {
        case pass = "PASS"
        case fail = "FAIL"
        case inconclusive = "INCONCLUSIVE"
    }

    /// A requirement and what came of its check.
    public struct Ruling: Sendable, Hashable {
        /// The requirement.
        public var requirement: Requirement
        /// What came of its check.
        public var finding: Finding

        /// The verdict on the requirement.
        public var verdict: Verdict { self.finding.verdict }

        /// Creates a ruling.
        public init(requirement: Requirement, finding: Finding) {
            self.requirement = requirement
            self.finding = finding
        }
    }

    /// The rates that RATE-001 to RATE-004 decide on.
    public struct Rates: Sendable, Hashable {
        /// Status polls that found their job.
        public var statusFound: Rate
        /// Status polls that found their job and were consistent with what was known of it.
        public var statusCorrect: Rate
        /// Results reads after completion that delivered the results.
        public var results: Rate
        /// Initiations that were answered with an id.
        public var initiate: Rate
        /// Scans without a single wrong answer: a claim of its own, which says how far the others generalise.
        public var jobsFlawless: Share
    }

    /// How long answers took, by operation; absent where nothing was answered.
    public struct Latencies: Sendable, Hashable {
        /// Status polls.
        public var status: Percentiles?
        /// Results reads.
        public var results: Percentiles?
        /// Initiations.
        public var initiate: Percentiles?
    }
}
