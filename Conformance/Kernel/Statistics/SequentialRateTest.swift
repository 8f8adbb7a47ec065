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
        bound = criterion.successesToPass(failures: 0)
    }

    /// The number of trials.
    public var trials: Int { successes + failures }

    /// Adds a trial.
    public mutating func add(success: Bool) {
        if success {
            successes += 1
            // Failures only move the bound up, so below an old one the decision cannot have changed.
            guard decision != .passed, successes >= bound else { return }
        } else {
            failures += 1
            guard decision != .failed else { return }
            guard decision == .passed || isFailing() else { return }
        }
        decide()
    }

    /// The number of further trials needed to pass if all of them succeed; 0 once passed.
    public var flawlessTrialsToPass: Int {
        decision == .passed
            ? 0 : criterion.successesToPass(failures: failures) - successes
    }

    /// The confidence interval of the rate; see ``RateCriterion``.
    public var interval: ClosedRange<Double> {
        criterion.interval(successes: successes, failures: failures)
    }

    /// Returns true if the failures suffice to fail.
    ///
    /// Successes only move that bound up, so below an old one the decision cannot have changed.
    private mutating func isFailing() -> Bool {
        guard failures >= failureBound else { return false }
        failureBound = criterion.failuresToFail(successes: successes, beyond: failures)
        return failures >= failureBound
    }

    private mutating func decide() {
        let decision = criterion.decision(successes: successes, failures: failures)
        switch decision {
        case .passed: break
        case .inconclusive: bound = criterion.successesToPass(failures: failures)
        case .failed: bound = criterion.successesToRevoke(failures: failures)
        }
        guard decision != self.decision else { return }
        self.decision = decision
        decidedAfter = decision == .inconclusive ? nil : trials
    }
}
