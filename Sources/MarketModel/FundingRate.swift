//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The funding rate of a perpetual future on one exchange.
///
/// A positive rate is paid by long positions to short ones, a negative rate the other way round.
package struct FundingRate: Sendable, Hashable {
    /// Base and quote currency in upper case, such as `BTC-USDT`.
    package let symbol: String
    /// The exchange's name.
    package let exchange: String
    /// The payment at the end of each interval, as a fraction of the position's value.
    package let rate: Double
    /// The length of an interval, in hours; 8 on most exchanges.
    package let intervalHours: Double
    /// The price at which positions are valued, in the quote currency.
    package let markPrice: Double
    /// The price of the index that the future follows, in the quote currency.
    package let indexPrice: Double

    /// Makes a funding rate from its values, which are not checked: strategies check them.
    package init(
        symbol: String,
        exchange: String,
        rate: Double,
        intervalHours: Double = 8,
        markPrice: Double,
        indexPrice: Double
    ) {
        self.symbol = symbol
        self.exchange = exchange
        self.rate = rate
        self.intervalHours = intervalHours
        self.markPrice = markPrice
        self.indexPrice = indexPrice
    }
}
