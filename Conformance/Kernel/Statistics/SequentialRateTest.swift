//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A sequential test of a rate, which can be evaluated and stopped after any trial.
///
/// Two gamblers bet against the two hypotheses: that the rate is at most the target, and that it is more. The first
/// one's wealth of 1/α passes the rate, the second one's of 1/β fails it; see `RateMartingale`. The decision depends
/// on the wealth at the end, not on its maximum: a deployment that was correct at first and then broke down does not
/// keep its pass. That can only make either error rarer.
///
/// A trial costs a comparison or two: the successes needed to pass depend on the failures alone, and the failures
/// needed to fail on the successes, so the wealth is computed only at such a bound.
public struct SequentialRateTest: Sendable, Hashable {
    /// The target rate and the error probabilities.
    public let criterion: RateCriterion
    /// The number of successful trials.
    public private(set) var successes = 0
    /// The number of failed trials.
    public private(set) var failures = 0
    /// The decision on the trials so far.
    public private(set) var decision = Rate.Decision.inconclusive
    /// The number of trials at the decision that has stood since.
    public private(set) var decidedAfter: Int?
    /// While undecided, the fewest successes that could pass; when failed, the fewest that could revoke the failure.
    private var bound: Int
    /// While undecided, the fewest failures that could fail.
    private var failureBound = 0

    /// Creates a test without trials.
    public init(_ criterion: RateCriterion = RateCriterion()) {
        self.criterion = criterion
        self.bound = criterion.successesToPass(failures: 0)
    }

    /// The number of trials.
    public var trials: Int { self.successes + self.failures }

    /// Adds a trial.
    public mutating func add(success: Bool) {
        if success {
            self.successes += 1
            // Failures only move the bound up, so below an old one the decision cannot have changed.
            guard self.decision != .passed, self.successes >= self.bound else { return }
        } else {
            self.failures += 1
            guard self.decision != .failed else { return }
            guard self.decision == .passed || self.isFailing() else { return }
        }
        self.decide()
    }

    /// The number of further trials needed to pass if all of them succeed; 0 once passed.
    public var flawlessTrialsToPass: Int {
        self.decision == .passed
            ? 0 : self.criterion.successesToPass(failures: self.failures) - self.successes
    }

    /// The confidence interval of the rate; see ``RateCriterion``.
    public var interval: ClosedRange<Double> {
        self.criterion.interval(successes: self.successes, failures: self.failures)
    }

    /// Returns true if the failures suffice to fail.
    ///
    /// Successes only move that bound up, so below an old one the decision cannot have changed.
    private mutating func isFailing() -> Bool {
        guard self.failures >= self.failureBound else { return false }
        self.failureBound = self.criterion.failuresToFail(successes: self.successes, beyond: self.failures)
        return self.failures >= self.failureBound
    }

    private mutating func decide() {
        let decision = self.criterion.decision(successes: self.successes, failures: self.failures)
        switch decision {
        case .passed: break
        case .inconclusive: self.bound = self.criterion.successesToPass(failures: self.failures)
        case .failed: self.bound = (self.criterion.successesToFail(failures: self.failures) ?? 0) + 1
        }
        guard decision != self.decision else { return }
        self.decision = decision
        self.decidedAfter = decision == .inconclusive ? nil : self.trials
    }
}
