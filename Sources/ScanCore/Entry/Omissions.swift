//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Strategies

/// The symbols that a strategy omitted, with reasons: all of them counted, only the first ones named.
///
/// An entry is written after each strategy, so a market with many unsound symbols must not make it grow without bound.
package struct Omissions: Sendable, Hashable, Codable {
    /// The maximum number of named symbols.
    package static let namedSymbols = 20

    /// The number of omitted symbols for each reason, keyed by the reason's name in the API.
    package let counts: [String: Int]
    /// The first omitted symbols, in the market's order.
    package let named: [OmittedSymbol]

    /// Summarises the symbols that a strategy omitted.
    package init(_ omitted: [OmittedSymbol] = []) {
        counts = omitted.reduce(into: [:]) { $0[$1.reason.rawValue, default: 0] += 1 }
        named = Array(omitted.prefix(Self.namedSymbols))
    }

    /// The number of omitted symbols.
    package var total: Int { counts.values.reduce(0, +) }
}
