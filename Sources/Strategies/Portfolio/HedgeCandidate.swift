//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// A possible hedge of a position.
struct HedgeCandidate {
    /// The instrument of a hedge.
    enum Kind: String {
        /// The future of the same symbol.
        case direct
        /// An option on the same symbol.
        case option
        /// The future of another, correlated symbol.
        case correlated
    }

    /// The kind of the instrument.
    let kind: Kind
    /// The symbol that is traded.
    let symbol: String
    /// The exchange it is traded on.
    let exchange: String
    /// The side of the trade.
    let side: TradePlan.Side
    /// The entry price.
    let price: Double
    /// The value of the future, or of the option's underlying, in USD.
    let notionalUSD: Double
    /// The capital that the hedge requires, in USD.
    let capitalUSD: Double
    /// The cost over the time of the hedge, in USD; negative where the hedge earns.
    let costUSD: Double
    /// The share of the value at risk that it removes, 0…1.
    let effectiveness: Double
    /// Further metadata of the opportunity.
    let details: [String: MetadataValue]

    /// A Boolean value that indicates whether every number is finite, so that it can be compared and sent.
    var isFinite: Bool {
        (price + notionalUSD + capitalUSD + costUSD + effectiveness).isFinite
    }

    /// The cost for the share of the risk it removes, in USD; earnings count only by that share.
    var dearness: Double {
        costUSD > 0 ? costUSD / effectiveness : costUSD * effectiveness
    }

    /// Makes the draft of the opportunity.
    func draft(for exposure: HedgedExposure, strength: Double) -> OpportunityDraft {
        let position = exposure.position
        var metadata = details
        metadata["hedge"] = .string(kind.rawValue)
        metadata["instrument"] = .string(symbol)
        metadata["side"] = .string(side.rawValue)
        metadata["notional_usd"] = .number(WireNumber.cents(notionalUSD))
        metadata["position_usd"] = .number(WireNumber.cents(position.valueUSD))
        metadata["cost_usd"] = .number(WireNumber.cents(costUSD))
        metadata["value_at_risk_usd"] = .number(WireNumber.cents(exposure.riskUSD))
        metadata["removed_risk_usd"] = .number(WireNumber.cents(exposure.riskUSD * effectiveness))
        metadata["interval"] = .string(CandleInterval.oneDay.rawValue)
        return OpportunityDraft(
            symbol: position.listing.symbol,
            exchange: exchange,
            profitUSD: max(0, -costUSD),
            capitalUSD: capitalUSD,
            strength: strength,
            risk: RiskLevel(dailyMove: exposure.deviation * (1 - effectiveness)),
            timeframe: "7d",
            entry: price,
            exit: nil,
            metadata: metadata
        )
    }
}
