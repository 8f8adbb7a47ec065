//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// One way to hedge a position.
struct HedgeCandidate {
    /// What is traded.
    enum Kind: String {
        /// The future of the same symbol.
        case direct
        /// An option on the same symbol.
        case option
        /// The future of another symbol that moves alike.
        case correlated
    }

    /// What is traded.
    let kind: Kind
    /// The symbol that is traded.
    let symbol: String
    /// Where it is traded.
    let exchange: String
    /// Which way.
    let side: TradePlan.Side
    /// The price at which one gets in.
    let price: Double
    /// What the future is worth, or the option's underlying, in USD.
    let notionalUSD: Double
    /// What has to be put in, in USD.
    let capitalUSD: Double
    /// What it costs over the time of the hedge, in USD; negative where it earns.
    let costUSD: Double
    /// How much of the value at risk it removes, 0…1.
    let effectiveness: Double
    /// What else is to be known of it.
    let details: [String: MetadataValue]

    /// Whether every number can be compared and go over the wire.
    var isFinite: Bool {
        (price + notionalUSD + capitalUSD + costUSD + effectiveness).isFinite
    }

    /// What it costs for the share of the risk it removes, in USD; what earns counts only by that share.
    var dearness: Double {
        costUSD > 0 ? costUSD / effectiveness : costUSD * effectiveness
    }

    /// Describes the hedge.
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
