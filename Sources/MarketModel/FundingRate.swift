//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// What holders of a perpetual future pay each other on one exchange.
///
/// A positive rate is paid by those who are long to those who are short, a negative one the other way round.
package struct FundingRate: Sendable, Hashable {
    /// Base and quote currency in upper case, such as `BTC-USDT`.
    package let symbol: String
    /// The exchange's name.
    package let exchange: String
    /// What is paid at the end of each interval, as a fraction of the position's value.
    package let rate: Double
    /// How long an interval lasts, in hours; 8 on most exchanges.
    package let intervalHours: Double
    /// The price at which positions are valued, in the quote currency.
    package let markPrice: Double
    /// The price of the index that the future follows, in the quote currency.
    package let indexPrice: Double

    /// Describes a funding rate; the values are taken as they are: strategies check them.
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
