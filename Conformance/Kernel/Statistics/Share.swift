//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A share of independent units with its exact confidence interval, for a sample size fixed in advance.
///
/// The share of jobs without a single wrong response is of this kind: the plan fixes the number of jobs.
public struct Share: Sendable, Hashable {
    /// The number of successful units.
    public var successes: Int
    /// The number of units.
    public var trials: Int
    /// The lower bound of the true share; it is too high in 5 % of runs at most.
    public var lower: Double
    /// The upper bound of the true share; it is too low in 5 % of runs at most.
    public var upper: Double

    init(successes: Int, trials: Int) {
        self.successes = successes
        self.trials = trials
        lower = ClopperPearson.lowerBound(successes: successes, trials: trials, error: 0.05)
        upper = ClopperPearson.upperBound(successes: successes, trials: trials, error: 0.05)
    }

    /// The share itself; 0 without units.
    public var rate: Double { trials == 0 ? 0 : Double(successes) / Double(trials) }
}
