//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The funding rates of a market by symbol.
struct FundingTable {
    private let rates: [String: [FundingRate]]

    /// Indexes the rates, in their order; of two with the same symbol and exchange the first one counts.
    init(_ rates: [FundingRate]) {
        var table: [String: [FundingRate]] = [:]
        for rate in rates {
            let isKnown = table[rate.symbol]?.contains { $0.exchange == rate.exchange } ?? false
            if !isKnown { table[rate.symbol, default: []].append(rate) }
        }
        self.rates = table
    }

    /// Checks the rates of a symbol.
    ///
    /// - Parameters:
    ///   - symbol: The symbol.
    ///   - close: Its last price on the spot market.
    ///   - deviation: The greatest distance of a future from it, as a fraction; beyond that it is of another time or
    ///     unit.
    /// - Returns: The rates, one for each exchange and at least one; or the reason why there are none, or one is
    ///   unsound.
    func check(_ symbol: String, near close: Double, within deviation: Double = 0.05) -> Checked<[FundingRate]> {
        guard let rates = rates[symbol] else { return .unsound(.noQuotes) }
        for rate in rates {
            if let reason = rate.defect(near: close, within: deviation) { return .unsound(reason) }
        }
        return .sound(rates)
    }
}

extension FundingRate {
    /// The payment of one hour, as a fraction of the position's value.
    var hourly: Double { rate / intervalHours }

    /// Finds the reason why this rate is unsound, if it is.
    fileprivate func defect(near close: Double, within deviation: Double) -> OmissionReason? {
        guard (rate + intervalHours + markPrice + indexPrice).isFinite else { return .nonFinite }
        guard
            intervalHours >= 1, intervalHours <= 24, rate.magnitude <= Self.greatestRate, markPrice > 0, indexPrice > 0,
            (markPrice / close - 1).magnitude <= deviation,
            (indexPrice / close - 1).magnitude <= deviation
        else { return .inconsistent }
        return nil
    }

    /// The limit of a rate for one interval; exchanges cap theirs at a few per cent.
    private static let greatestRate = 0.05
}
