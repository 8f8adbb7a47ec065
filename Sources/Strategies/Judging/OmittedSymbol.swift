//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A symbol that a strategy did not judge because its data is unsound.
package struct OmittedSymbol: Sendable, Codable, Hashable {
    /// The symbol.
    package let symbol: String
    /// The reason why it was not judged.
    package let reason: OmissionReason

    /// Makes an omission from a symbol and a reason.
    package init(symbol: String, reason: OmissionReason) {
        self.symbol = symbol
        self.reason = reason
    }
}

/// The reason why a symbol was not judged.
package enum OmissionReason: String, Sendable, Codable, CaseIterable {
    /// Fewer candles than the strategy needs.
    case tooFewCandles = "too_few_candles"
    /// The newest candle is not the last one that closed: the symbol was delisted or its feed lags.
    case stale
    /// A candle is missing, doubled or out of order.
    case gap
    /// A value is infinite or not a number, or became so in a computation.
    case nonFinite = "non_finite"
    /// A price is zero or negative, or lies outside the candle's own low and high.
    case inconsistent
    /// An interval had no trades, so that its price is not an observation.
    case zeroVolume = "zero_volume"
    /// The source lacks the order book, funding rate or option that the strategy needs.
    case noQuotes = "no_quotes"
    /// The symbol occurred before in the same market, and only the first occurrence is judged.
    case duplicate
}
