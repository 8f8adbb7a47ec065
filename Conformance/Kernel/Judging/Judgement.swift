//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// The judgement of a history: a verdict for each requirement, the rates, the latencies and the grade.
public struct Judgement: Sendable, Hashable {
    /// The overall verdict.
    public var overall: Overall
    /// The grade.
    public var grade: Grade
    /// The rulings on the requirements, in the order of the catalogue.
    public var rulings: [Ruling]
    /// The rates.
    public var rates: Rates
    /// The response times.
    public var latencies: Latencies
    /// The groups that ran, in the order of the catalogue.
    public var groupsRun: [RequirementGroup]
    /// The groups that the grade does not cover, in the order of the catalogue.
    public var groupsNotRun: [RequirementGroup]
    /// The comparison with a list of known failures; absent without one.
    public var knownFailures: KnownFailures?
    /// The workers that were met.
    public var workers: WorkersSeen
    /// The failed requirements in the order of what explains what.
    public var explanation: Explanation

    /// The ruling on a requirement, if the catalogue has it.
    public subscript(id: String) -> Ruling? { rulings.first { $0.requirement.id == id } }
}

extension Judgement {
    /// The overall verdict.
    public enum Overall: String, Codable, Sendable, Hashable, CaseIterable {
        case pass = "PASS"
        case fail = "FAIL"
        case inconclusive = "INCONCLUSIVE"
    }

    /// A requirement and the finding of its check.
    public struct Ruling: Sendable, Hashable {
        /// The requirement.
        public var requirement: Requirement
        /// The finding of its check.
        public var finding: Finding

        /// The verdict on the requirement.
        public var verdict: Verdict { finding.verdict }

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
        /// Status polls that found their job and were consistent with what was known about it.
        public var statusCorrect: Rate
        /// Results reads after completion that delivered the results.
        public var results: Rate
        /// Initiations whose response carried an id.
        public var initiate: Rate
        /// First polls after an initiation that found the new job.
        public var firstPolls: Rate
        /// Jobs without a single wrong response: a claim of its own, which shows how far the other rates generalise.
        public var jobsFlawless: Share
    }

    /// Response times by operation; absent where there were no responses.
    public struct Latencies: Sendable, Hashable {
        /// Status polls.
        public var status: Percentiles?
        /// Results reads.
        public var results: Percentiles?
        /// Initiations.
        public var initiate: Percentiles?
    }
}
