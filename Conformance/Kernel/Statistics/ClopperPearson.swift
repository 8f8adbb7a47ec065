//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The exact confidence interval of a rate, from counts alone (Clopper–Pearson).
///
/// Source: C. J. Clopper and E. S. Pearson, *The use of confidence or fiducial limits illustrated in the case of the
/// binomial*, Biometrika 26 (1934).
package enum ClopperPearson {
    /// Returns the lower bound: a deployment with this rate would do as well or better in a share `error` of all runs.
    package static func lowerBound(successes: Int, trials: Int, error: Double) -> Double {
        guard successes > 0 else { return 0 }
        return IncompleteBeta.quantile(error, Double(successes), Double(trials - successes + 1))
    }

    /// Returns the upper bound: a deployment with this rate would do as badly or worse in a share `error` of all runs.
    package static func upperBound(successes: Int, trials: Int, error: Double) -> Double {
        guard successes < trials else { return 1 }
        return IncompleteBeta.quantile(1 - error, Double(successes + 1), Double(trials - successes))
    }
}
