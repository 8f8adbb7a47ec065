//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials

/// The trades of one symbol in one interval, summarized.
///
/// Prices are in the quote currency, the volume is in the base currency, as in the public kline files of exchanges.
package struct Candle: Sendable, Hashable {
    /// The start of the interval, in milliseconds since 1970, so that neighbours can be compared exactly.
    package var openMilliseconds: Int64
    /// The first price.
    package var open: Double
    /// The highest price.
    package var high: Double
    /// The lowest price.
    package var low: Double
    /// The last price.
    package var close: Double
    /// The volume in the base currency.
    package var volume: Double

    /// Makes a candle from its values, which are not checked: strategies check them.
    package init(openMilliseconds: Int64, open: Double, high: Double, low: Double, close: Double, volume: Double) {
        self.openMilliseconds = openMilliseconds
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }

    /// The start of the interval.
    package var openTime: Date { Date(timeIntervalSince1970: Double(openMilliseconds) / 1000) }
}
