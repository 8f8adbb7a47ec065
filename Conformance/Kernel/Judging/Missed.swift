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

/// The faults that a pass may have missed: what nothing contradicted is only as good as the number of examples.
enum Missed {
    /// The confidence with which a fault would have shown.
    private static let confidence = 0.95

    /// The share of faults that would have shown at least once among a number of examples, with 95 % confidence.
    ///
    /// With that share all examples are flawless in 5 % of runs: (1 - share)^examined = 0.05.
    static func share(examined: Int) -> Double { 1 - pow(1 - confidence, 1 / Double(max(examined, 1))) }

    /// The remark of a pass.
    static func remark(_ examined: Int, _ subject: CountedNoun) -> String {
        "; a fault in more than \(percent(share(examined: examined))) of \(subject.many) would have shown (95 %)"
    }

    /// The highest share that fits some examples of which a few may be faulty, with 95 % confidence.
    ///
    /// - Parameters:
    ///   - faults: The faulty examples.
    ///   - examined: All examples.
    ///   - claims: The number of such bounds that are to hold together.
    /// - Returns: The upper bound of the share.
    static func atMost(_ faults: Int, of examined: Int, claims: Int = 1) -> Double {
        ClopperPearson.upperBound(successes: faults, trials: examined, error: (1 - confidence) / Double(max(claims, 1)))
    }

    /// A share in percent, rounded up.
    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000 - 1e-9).rounded(.up))
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
