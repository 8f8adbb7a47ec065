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

/// Fisher's exact test: the comparison of two shares.
///
/// Source: R. A. Fisher, *The logic of inductive inference*, J. R. Stat. Soc. 98 (1935).
package enum FisherExact {
    /// The probability of at least that many faults in a part if all faults were distributed at random over the
    /// whole.
    ///
    /// - Parameters:
    ///   - faults: The faults in the part.
    ///   - part: The size of the part.
    ///   - allFaults: The faults in the whole.
    ///   - whole: The size of the whole.
    /// - Returns: The upper tail of the hypergeometric distribution.
    static func tail(faults: Int, of part: Int, allFaults: Int, of whole: Int) -> Double {
        let least = max(0, part + allFaults - whole)
        guard faults > least else { return 1 }
        var term = exp(
            self.logChoose(allFaults, faults) + self.logChoose(whole - allFaults, part - faults)
                - self.logChoose(whole, part)
        )
        var sum = term
        // Each term follows from the one before it.
        for count in faults..<max(faults, min(part, allFaults)) {
            let ways = Double(allFaults - count) * Double(part - count)
            term *= ways / (Double(count + 1) * Double(whole - allFaults - part + count + 1))
            sum += term
            if term < sum * 1e-17 { break }
        }
        return min(sum, 1)
    }

    private static func logChoose(_ n: Int, _ k: Int) -> Double {
        -log(Double(n + 1)) - IncompleteBeta.logBeta(Double(n - k + 1), Double(k + 1))
    }
}
