//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Decides a rate trial by trial; it may be asked, and the trials may end, at any time.
///
/// Two gamblers bet against the two things that may be true: that the rate is the target at most, and that it is more.
/// The first one's wealth of 1/α passes the rate, the second one's of 1/β fails it; see `RateMartingale`. What counts is
/// the wealth at the end, not the highest there ever was: a deployment that was right at first and then broke down does
/// not keep its pass. That can only make either error rarer.
///
/// A trial costs a comparison or two: from how many successes on a rate passes depends on the failures alone, and from
/// how many failures on it fails on the successes, so the wealth is worked out only where such a bound is met.
public struct SequentialRateTest: Sendable, Hashable {
    /// What is decided, and how often that may be wrong.
    public let criterion: RateCriterion
    /// How many trials succeeded.
    public private(set) var successes = 0
    /// How many trials failed.
    public private(set) var failures = 0
    /// What the trials so far decide.
    public private(set) var decision = Rate.Decision.inconclusive
    /// The number of trials after which the decision fell that has stood since.
    public private(set) var decidedAfter: Int?
    /// Undecided, no fewer successes than these can pass; failed, no fewer than these can undo it.
    private var bound: Int
    /// Undecided, no fewer failures than these can fail.
    private var failureBound = 0

    /// Creates a test without trials.
    public init(_ criterion: RateCriterion = RateCriterion()) {
        self.criterion = criterion
        self.bound = criterion.successesToPass(failures: 0)
    }

    /// How many trials there were.
    public var trials: Int { self.successes + self.failures }

    /// Takes in a trial.
    public mutating func add(success: Bool) {
        if success {
            self.successes += 1
            // Failures only move the bound up, so below an old one nothing can have changed.
            guard self.decision != .passed, self.successes >= self.bound else { return }
        } else {
            self.failures += 1
            guard self.decision != .failed else { return }
            guard self.decision == .passed || self.isFailing() else { return }
        }
        self.decide()
    }

    /// How many more trials it takes to pass if every one of them succeeds; 0 once passed.
    public var flawlessTrialsToPass: Int {
        self.decision == .passed
            ? 0 : self.criterion.successesToPass(failures: self.failures) - self.successes
    }

    /// The rates that the trials leave possible; see ``RateCriterion``.
    public var interval: ClosedRange<Double> {
        self.criterion.interval(successes: self.successes, failures: self.failures)
    }

    /// Whether the failures are too many by now.
    ///
    /// Successes only move that bound up, so below an old one nothing can have changed.
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
