//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Strategies

/// Which symbols a strategy left out, and why: all of them counted, the first ones named.
///
/// An entry is written after each strategy, so a market of which nothing is sound must not make it grow without bound.
package struct Omissions: Sendable, Hashable, Codable {
    /// How many symbols are named.
    package static let namedSymbols = 20

    /// How many symbols were left out for each reason, by the reason's name on the wire.
    package let counts: [String: Int]
    /// The first symbols that were left out, in the market's order.
    package let named: [OmittedSymbol]

    /// Sums up what a strategy left out.
    package init(_ omitted: [OmittedSymbol] = []) {
        self.counts = omitted.reduce(into: [:]) { $0[$1.reason.rawValue, default: 0] += 1 }
        self.named = Array(omitted.prefix(Self.namedSymbols))
    }

    /// How many symbols were left out.
    package var total: Int { counts.values.reduce(0, +) }
}
