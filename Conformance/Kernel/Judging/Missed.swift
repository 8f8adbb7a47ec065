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

    /// The remark of a pass; empty for a handful of examples, which are too few for any claim about shares.
    static func remark(_ examined: Int, _ subject: CountedNoun) -> String {
        guard examined >= 5 else { return "" }
        let tenths = Int((share(examined: examined) * 1000).rounded(.up))
        return "; a fault in more than \(tenths / 10).\(tenths % 10) % of \(subject.many) would have shown (95 %)"
    }
}
