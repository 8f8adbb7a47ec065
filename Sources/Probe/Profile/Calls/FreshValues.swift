//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport

/// The values that are made for each request, for keys that must not come twice.
struct FreshValues: Sendable, Hashable {
    /// The names by which a profile asks for them.
    static let names = ["uuid", "hex32", "now", "n"]
    /// The names whose values differ from request to request, so that they can be keys.
    static let keys = ["uuid", "hex32", "n"]

    /// The seed of what is random.
    let seed: UInt64
    /// The number of the request in its run.
    let number: Int
    /// The time at which the run started, which tells apart two runs with the same seed.
    let start: String
    /// The time of the request.
    let date: Date

    subscript(_ name: String) -> String? {
        switch name {
        case "uuid", "hex32":
            var random = SeededRandom(seed: seed, purpose: "fresh \(name) \(number) \(start)")
            return SampleID.draw("{\(name)}", from: &random)
        case "now": return date.formatted(.isoMilliseconds)
        case "n": return String(number)
        default: return nil
        }
    }
}
