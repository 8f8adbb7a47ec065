//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A share of independent units with its exact interval, for a number that was not chosen by what was seen.
///
/// The share of jobs without a single wrong answer is of this kind: how many jobs there are is the plan's choice.
public struct Share: Sendable, Hashable {
    /// How many of the units count.
    public var successes: Int
    /// How many units there are.
    public var trials: Int
    /// The lower bound of the true share; it is too high in 5 % of runs at most.
    public var lower: Double
    /// The upper bound of the true share; it is too low in 5 % of runs at most.
    public var upper: Double

    init(successes: Int, trials: Int) {
        self.successes = successes
        self.trials = trials
        self.lower = ClopperPearson.lowerBound(successes: successes, trials: trials, error: 0.05)
        self.upper = ClopperPearson.upperBound(successes: successes, trials: trials, error: 0.05)
    }

    /// The share itself; 0 without units.
    public var rate: Double { self.trials == 0 ? 0 : Double(self.successes) / Double(self.trials) }
}
