//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A share of trials that succeeded, the rates it leaves possible, and what that decides.
public struct Rate: Sendable, Hashable {
    /// How many trials succeeded.
    public var successes: Int
    /// How many trials there were.
    public var trials: Int
    /// The lower bound of the true rate: the confidence sequence at the end of the trials, valid however they ended.
    public var lower: Double
    /// The upper bound of the true rate, of the same confidence sequence.
    public var upper: Double
    /// What the trials decide.
    public var decision: Decision
    /// The number of trials after which the decision fell; `nil` while there is none.
    public var decidedAfter: Int?
    /// How many more trials it takes to pass if every one of them succeeds; 0 once passed.
    public var flawlessTrialsToPass: Int

    /// What the trials of a rate decide.
    public enum Decision: String, Codable, Sendable, Hashable, CaseIterable {
        case passed
        case failed
        case inconclusive
    }

    /// Takes the state of a test.
    public init(_ test: SequentialRateTest) {
        self.successes = test.successes
        self.trials = test.trials
        let interval = test.interval
        self.lower = interval.lowerBound
        self.upper = interval.upperBound
        self.decision = test.decision
        self.decidedAfter = test.decidedAfter
        self.flawlessTrialsToPass = test.flawlessTrialsToPass
    }

    /// The share of trials that succeeded; 0 when there were none.
    public var rate: Double { self.trials == 0 ? 0 : Double(self.successes) / Double(self.trials) }
}
