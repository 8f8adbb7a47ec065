//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel

/// A user's portfolio, valued at the last closes of a market.
///
/// Quote currencies count as USD.
struct ValuedPortfolio {
    /// A holding with its price and its returns.
    struct Position {
        /// The listing that it is valued by.
        let listing: Listing
        /// The quantity of the base currency; negative where it is owed.
        let quantity: Double
        /// The last close.
        let price: Double
        /// The daily returns, oldest first.
        let returns: [Double]

        /// The value, in USD; negative where it is owed.
        var valueUSD: Double { quantity * price }
    }

    /// The candles that all portfolio strategies need, for 180 daily returns.
    static let need = CandleNeed(interval: .oneDay, count: 181)

    /// The holdings that could be valued, in the portfolio's order.
    let positions: [Position]
    /// The value of the positions and the cash, in USD; above zero.
    let equityUSD: Double

    /// Values the portfolio of a market's user.
    ///
    /// A holding that the market does not list, or whose candles are unsound, is omitted; a quantity of zero is
    /// ignored.
    ///
    /// - Returns: `nil` where no portfolio is known, no holding could be valued, or the equity is not above zero.
    static func value(_ market: Market, at time: Date, omitting findings: inout StrategyFindings) -> ValuedPortfolio? {
        guard let portfolio = market.portfolio else { return nil }
        let series = Dictionary(
            market.series.map { ($0.listing.symbol, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var positions: [Position] = []
        var seen: Set<String> = []
        var equity = portfolio.cashUSD
        for holding in portfolio.holdings where holding.quantity != 0 {
            let isNew = seen.insert(holding.symbol).inserted
            switch isNew ? position(of: holding, in: series[holding.symbol], at: time) : .unsound(.duplicate) {
            case .unsound(let reason):
                findings.omitted.append(OmittedSymbol(symbol: holding.symbol, reason: reason))
            case .sound(let position):
                positions.append(position)
                equity += position.valueUSD
            }
        }
        guard !positions.isEmpty, equity > 0, equity.isFinite else { return nil }
        return ValuedPortfolio(positions: positions, equityUSD: equity)
    }

    private static func position(
        of holding: Portfolio.Holding,
        in series: MarketSeries?,
        at time: Date
    ) -> Checked<Position> {
        guard let series else { return .unsound(.stale) }
        switch CandleWindow.check(series, need: need, at: time) {
        case .unsound(let reason):
            return .unsound(reason)
        case .sound(let window):
            let position = Position(
                listing: window.listing,
                quantity: holding.quantity,
                price: window.lastClose,
                returns: Returns.simple(window.closes)
            )
            let isFinite = position.valueUSD.isFinite && position.returns.allSatisfy(\.isFinite)
            return isFinite ? .sound(position) : .unsound(.nonFinite)
        }
    }

    /// Computes the returns of a mix with constant weights, one weight for each position.
    static func returns(of positions: [Position], weights: [Double]) -> [Double] {
        let count = positions.first?.returns.count ?? 0
        return (0..<count).map { day in
            var sum = 0.0
            for (position, weight) in zip(positions, weights) { sum += weight * position.returns[day] }
            return sum
        }
    }
}
