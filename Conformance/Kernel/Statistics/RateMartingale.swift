//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The evidence of counts against a bound on a rate: the wealth of a gambler who bets against the bound.
///
/// The gambler starts with 1 and spreads it evenly over all rates q beyond the bound p. What lies on q is multiplied by
/// q/p at each success and by (1-q)/(1-p) at each failure. The wealth after S successes and F failures, in any order, is
///
///     W(S, F) = 1/(1-p) · ∫ (q/p)^S ((1-q)/(1-p))^F dq,  q from p to 1.
///
/// As long as each trial succeeds with probability p at most, given those before it, no bet has a positive expectation:
/// the wealth is a supermartingale, and by Ville's inequality it ever reaches 1/α with probability α at most. That holds
/// however the end of the trials is chosen.
///
/// Sources: J. Ville, *Étude critique de la notion de collectif* (1939); H. Robbins, *Statistical methods related to the
/// law of the iterated logarithm*, Ann. Math. Statist. 41 (1970), for the mixture; S. R. Howard, A. Ramdas, J. McAuliffe
/// and J. Sekhon, *Time-uniform, nonparametric, nonasymptotic confidence sequences*, Ann. Statist. 49 (2021), for the
/// beta-binomial mixture; I. Waudby-Smith and A. Ramdas, *Estimating means of bounded random variables by betting*,
/// J. R. Stat. Soc. B 86 (2024), for the bets, which ask for bounded trials only.
enum RateMartingale {
    /// The logarithm of the wealth against "the rate is p at most", betting on higher rates.
    static func logAgainst(atMost p: Double, successes: Int, failures: Int) -> Double {
        let a = Double(successes + 1)
        let b = Double(failures + 1)
        // Below the mean the integral is a fraction in which the powers of p cancel: no logarithm of anything large.
        guard 1 - p > (b + 1) / (a + b + 2) else { return log(p / (b * IncompleteBeta.fraction(1 - p, b, a))) }
        let whole = IncompleteBeta.logBeta(a, b) - Double(successes) * log(p) - b * log1p(-p)
        let belowBound = log(p / (a * IncompleteBeta.fraction(p, a, b)))
        return whole + log1p(-exp(belowBound - whole))
    }

    /// The logarithm of the wealth against "the rate is p at least", betting on lower rates: failures are its successes.
    static func logAgainst(atLeast p: Double, successes: Int, failures: Int) -> Double {
        self.logAgainst(atMost: 1 - p, successes: failures, failures: successes)
    }
}
