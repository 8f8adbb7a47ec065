//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import MarketModel

extension Market {
    /// Divides a market into parts for strategies that judge every symbol by itself.
    ///
    /// The parts are in the market's order, and their size depends on nothing else, so that the findings are the same
    /// on any number of cores. A market that lists a symbol twice stays whole, since only the first of the two is
    /// judged.
    ///
    /// - Parameter size: The greatest number of listings in a part, at least one.
    /// - Returns: The parts, at least one; each has the user's whole portfolio.
    package func divided(by size: Int) -> [Market] {
        let symbols = Set(series.map(\.listing.symbol))
        guard series.count > size, symbols.count == series.count else { return [self] }
        let books = Dictionary(grouping: orderBooks, by: \.symbol)
        let rates = Dictionary(grouping: fundingRates, by: \.symbol)
        let chains = Dictionary(grouping: optionChains, by: \.symbol)
        return stride(from: 0, to: series.count, by: max(1, size)).map { start in
            let part = Array(series[start..<min(start + max(1, size), series.count)])
            return Market(
                series: part,
                orderBooks: part.flatMap { books[$0.listing.symbol] ?? [] },
                fundingRates: part.flatMap { rates[$0.listing.symbol] ?? [] },
                optionChains: part.flatMap { chains[$0.listing.symbol] ?? [] },
                portfolio: portfolio
            )
        }
    }
}

extension StrategyFindings {
    /// Joins the findings of a market's parts, in their order.
    package init(joining parts: [StrategyFindings]) {
        self.init(
            opportunities: parts.flatMap(\.opportunities),
            signals: parts.reduce(into: SignalTally()) { $0 += $1.signals },
            omitted: parts.flatMap(\.omitted)
        )
    }
}
