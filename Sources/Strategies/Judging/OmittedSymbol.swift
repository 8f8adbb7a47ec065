//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A symbol that a strategy did not judge, because its data would not bear a judgement.
package struct OmittedSymbol: Sendable, Codable, Hashable {
    /// The symbol.
    package let symbol: String
    /// What was wrong with its data.
    package let reason: OmissionReason

    /// Names a symbol and the reason.
    package init(symbol: String, reason: OmissionReason) {
        self.symbol = symbol
        self.reason = reason
    }
}

/// Why the data of a symbol would not bear a judgement.
package enum OmissionReason: String, Sendable, Codable, CaseIterable {
    /// Fewer candles than the strategy needs.
    case tooFewCandles = "too_few_candles"
    /// The newest candle is not the last one that closed: the symbol has vanished or its feed lags.
    case stale
    /// A candle is missing, doubled or out of order.
    case gap
    /// A value is infinite or not a number, or became so on the way.
    case nonFinite = "non_finite"
    /// A price is zero or negative, or lies outside the candle's own low and high.
    case inconsistent
    /// Nothing was traded in one of the intervals, so that its price is no observation.
    case zeroVolume = "zero_volume"
    /// The source has no order book, no funding rate or no option of it, where the strategy rests on them.
    case noQuotes = "no_quotes"
    /// The symbol occurred before in the same market, and only the first occurrence is judged.
    case duplicate
}
