//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The share of successful trials, its confidence interval, and the decision.
public struct Rate: Sendable, Hashable {
    /// The number of successful trials.
    public var successes: Int
    /// The number of trials.
    public var trials: Int
    /// The lower bound of the true rate: the confidence sequence at the end of the trials, valid for any stopping
    /// rule.
    public var lower: Double
    /// The upper bound of the true rate, of the same confidence sequence.
    public var upper: Double
    /// The decision.
    public var decision: Decision
    /// The number of trials at the decision; `nil` while there is none.
    public var decidedAfter: Int?
    /// The number of further trials needed to pass if all of them succeed; 0 once passed.
    public var flawlessTrialsToPass: Int

    /// A decision on a rate.
    public enum Decision: String, Codable, Sendable, Hashable, CaseIterable {
        case passed
        case failed
        case inconclusive
    }

    /// Takes the values of a test.
    public init(_ test: SequentialRateTest) {
        successes = test.successes
        trials = test.trials
        let interval = test.interval
        lower = interval.lowerBound
        upper = interval.upperBound
        decision = test.decision
        decidedAfter = test.decidedAfter
        flawlessTrialsToPass = test.flawlessTrialsToPass
    }

    /// The share of trials that succeeded; 0 when there were none.
    public var rate: Double { trials == 0 ? 0 : Double(successes) / Double(trials) }
}
