//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel

/// A strategy that judges every symbol by its own candles alone.
///
/// A conforming type gives the signal of one window; the loop over the market, the check of the data, the count of the
/// signals and the size of the trade are shared.
protocol SymbolStrategy: Strategy {
    /// The expected duration of its trades, such as `1-3d`.
    var timeframe: String { get }
    /// Computes the signal of one symbol.
    func signal(in window: CandleWindow) -> SymbolSignal
}

/// The signal in the candles of one symbol.
struct SymbolSignal {
    /// The strength, 0…10.
    var strength: Double
    /// The trade to make, or `nil` if the signal is not worth reporting.
    var plan: TradePlan?
    /// The typical move of the price in one day, as a fraction of it.
    var dailyMove: Double = 0
    /// The indicators it rests on, by their names on the wire.
    var indicators: [String: Double] = [:]
    /// The prices it rests on, by their names on the wire.
    var prices: [String: Double] = [:]

    /// The signal of strength 0, without a trade.
    static let none = SymbolSignal(strength: 0)

    /// A Boolean value that indicates whether every number is finite and so can go over the wire.
    var isFinite: Bool {
        strength.isFinite && dailyMove.isFinite && indicators.values.allSatisfy(\.isFinite)
            && prices.values.allSatisfy(\.isFinite)
    }
}

extension SymbolStrategy {
    package var judgesSymbolsAlone: Bool { true }

    /// Judges the symbols one after the other.
    ///
    /// - Complexity: O(n) in the number of candles.
    package func findings(in market: Market, at time: Date) throws -> StrategyFindings {
        try judged(market, at: time) { window, findings in
            record(signal(in: window), on: window.listing, timeframe: timeframe, at: time, in: &findings)
        }
    }
}

extension Strategy {
    /// Counts a signal, and reports its trade if that pays.
    func record(
        _ signal: SymbolSignal,
        on listing: Listing,
        timeframe: String,
        at time: Date,
        in findings: inout StrategyFindings
    ) {
        guard signal.isFinite else { return findings.omit(listing, .nonFinite) }
        findings.signals.count(strength: signal.strength)
        if let opportunity = opportunity(from: signal, on: listing, timeframe: timeframe, at: time) {
            findings.opportunities.append(opportunity)
        }
    }

    private func opportunity(
        from signal: SymbolSignal,
        on listing: Listing,
        timeframe: String,
        at time: Date
    ) -> Opportunity? {
        guard let plan = signal.plan, let position = Position(plan, volume24hUSD: listing.volume24hUSD) else {
            return nil
        }
        let risk = RiskLevel(dailyMove: signal.dailyMove)
        var metadata = signal.indicators.mapValues { MetadataValue.number(WireNumber.score($0)) }
        for (name, price) in signal.prices { metadata[name] = .number(WireNumber.price(price)) }
        metadata["side"] = .string(plan.side.rawValue)
        metadata["stop_price"] = .number(WireNumber.price(plan.stop))
        metadata["interval"] = .string(need.interval.rawValue)
        return self.opportunity(
            OpportunityDraft(
                symbol: listing.symbol,
                exchange: listing.exchange,
                profitUSD: position.profitUSD,
                capitalUSD: position.capitalUSD,
                strength: signal.strength,
                risk: plan.side == .sell ? risk.raised : risk,
                timeframe: timeframe,
                entry: plan.entry,
                exit: plan.target,
                metadata: metadata
            ),
            at: time
        )
    }
}
