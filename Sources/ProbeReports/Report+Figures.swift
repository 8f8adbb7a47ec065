//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks

extension Report {
    /// The rates, each with its confidence interval.
    public struct Rates: Codable, Sendable, Hashable {
        /// Status polls that found their job.
        public var statusFound: Rate
        /// Status polls that found their job and were consistent with earlier responses.
        public var statusCorrect: Rate
        /// Results reads after completion.
        public var results: Rate
        /// Initiations.
        public var initiate: Rate
        /// First polls after an initiation; absent from reports that are older than them.
        public var firstPolls: Rate?
        /// Jobs without a single wrong response: a separate claim, which shows how far the others generalise.
        public var jobsFlawless: Share

        private enum CodingKeys: String, CodingKey {
            case statusFound = "status_found"
            case statusCorrect = "status_correct"
            case results
            case initiate
            case firstPolls = "first_polls"
            case jobsFlawless = "scans_flawless"
        }
    }

    /// A rate.
    public struct Rate: Codable, Sendable, Hashable {
        /// The number of successful trials.
        public var successes: Int
        /// The number of trials.
        public var trials: Int
        /// The share of trials that succeeded, 0…1; 0 without trials.
        public var rate: Double
        /// The lower bound of the true rate, 0…1, from a confidence sequence: it holds whenever the run ended.
        public var lower: Double
        /// The upper bound of the true rate, 0…1, from the same confidence sequence.
        public var upper: Double
        /// The decision.
        public var decision: ConformanceChecks.Rate.Decision
        /// The number of trials at the decision; absent while there is none.
        public var decidedAfter: Int?
        /// The number of further trials needed to pass if every one of them succeeds; 0 once passed.
        public var flawlessTrialsToPass: Int

        private enum CodingKeys: String, CodingKey {
            case successes
            case trials
            case rate
            case lower
            case upper
            case decision
            case decidedAfter = "decided_after"
            case flawlessTrialsToPass = "flawless_trials_to_pass"
        }

        /// Converts a rate, its bounds rounded to six digits.
        init(_ rate: ConformanceChecks.Rate) {
            successes = rate.successes
            trials = rate.trials
            self.rate = rate.rate.cutToSixDigits
            lower = rate.lower.cutToSixDigits
            upper = rate.upper.cutToSixDigits
            decision = rate.decision
            decidedAfter = rate.decidedAfter
            flawlessTrialsToPass = rate.flawlessTrialsToPass
        }
    }

    /// A share of jobs with its exact interval.
    public struct Share: Codable, Sendable, Hashable {
        /// The number of jobs without a wrong response.
        public var successes: Int
        /// The number of polled jobs.
        public var trials: Int
        /// The lower bound of the true share at 95 % confidence, 0…1.
        public var lower: Double
        /// The upper bound of the true share at 95 % confidence, 0…1.
        public var upper: Double

        /// Converts a share, its bounds rounded to six digits.
        init(_ share: ConformanceChecks.Share) {
            successes = share.successes
            trials = share.trials
            lower = share.lower.cutToSixDigits
            upper = share.upper.cutToSixDigits
        }
    }

    /// The latencies by operation.
    public struct Latencies: Codable, Sendable, Hashable {
        /// Status polls.
        public var status: Percentiles
        /// Results reads.
        public var results: Percentiles
        /// Initiations.
        public var initiate: Percentiles
    }
}

extension Double {
    fileprivate var cutToSixDigits: Double { (self * 1_000_000).rounded() / 1_000_000 }
}
