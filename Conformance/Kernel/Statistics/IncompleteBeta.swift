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

/// The regularised incomplete beta function, the distribution function of the beta distribution.
///
/// Source: NIST Digital Library of Mathematical Functions, sections 8.17(i) and 8.17(v).
enum IncompleteBeta {
    /// Evaluates I_x(a, b), for a and b greater than 0; relative accuracy is about 1e-10 up to a + b of a million.
    static func value(at x: Double, _ a: Double, _ b: Double) -> Double {
        precondition(a > 0 && b > 0, "The parameters of the beta function are positive.")
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        // The fraction converges fast below the mean only; above it the mirrored function is taken.
        guard x <= (a + 1) / (a + b + 2) else { return 1 - belowTheMean(1 - x, b, a) }
        return belowTheMean(x, a, b)
    }

    /// Finds the x at which I_x(a, b) reaches a probability, by bisection down to neighbouring numbers.
    static func quantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
        var low = 0.0
        var high = 1.0
        while true {
            let middle = (low + high) / 2
            guard middle > low, middle < high else { return middle }
            if value(at: middle, a, b) < probability { low = middle } else { high = middle }
        }
    }

    private static func belowTheMean(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let front = exp(a * log(x) + b * log1p(-x) - logBeta(a, b)) / a
        return front / fraction(x, a, b)
    }

    /// The logarithm of the complete beta function, for a and b greater than 0.
    static func logBeta(_ a: Double, _ b: Double) -> Double {
        logGamma(a) + logGamma(b) - logGamma(a + b)
    }

    /// Evaluates the reciprocal of the continued fraction 8.17.22 by the modified Lentz method, for x below the mean.
    ///
    /// With it, the integral of t^(a-1) (1-t)^(b-1) from 0 to x is x^a (1-x)^b / (a · fraction).
    static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var value = 1.0
        var c = 1.0
        var d = 0.0
        var m = 0.0
        var isEven = false
        // Convergence takes about √(a + b) steps; the bound only guards against no convergence at all.
        while m < 50_000 {
            let numerator =
                isEven
                ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            // Below the mean both are positive.
            d = 1 / max(1 + numerator * d, tiny)
            c = max(1 + numerator / c, tiny)
            let change = c * d
            value *= change
            if change - 1 < 1e-15 && change - 1 > -1e-15 { break }
            if !isEven { m += 1 }
            isEven = !isEven
        }
        return value
    }

    /// The logarithm of the gamma function for arguments greater than 0, by Stirling's series above 15.
    ///
    /// The C library's function is not used because it writes a global variable.
    private static func logGamma(_ argument: Double) -> Double {
        var x = argument
        var product = 1.0
        while x < 15 {
            product *= x
            x += 1
        }
        let square = 1 / (x * x)
        let series =
            (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188)))) / x
        return (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + series - log(product)
    }
}
