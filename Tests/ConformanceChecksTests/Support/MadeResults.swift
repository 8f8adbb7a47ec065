//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The results of a job on a correct deployment, and the bodies that contain them.
struct MadeResults {
    var jobID: String
    var userID: String
    var opportunities: [JSONValue]
    /// The whole body of a results read.
    let body: String
    /// The bodies of status polls, by the number of opportunities that they show.
    let partialBodies: [String]

    /// The opportunities that a job may find; filters exclude the rest.
    struct Market {
        var symbols = ["BTC/USDT", "ETH/USDT", "SOL/USDT"]
        var strategies = ["spot_momentum", "spot_breakout"]
        var risks = ["low", "medium", "medium_high", "high", "very_high"]
    }

    init(jobID: String, userID: String, in market: Market, count: Int) {
        self.jobID = jobID
        self.userID = userID
        let opportunities = (0..<count).map { Self.opportunity($0, in: market) }
        self.opportunities = opportunities
        body = Self.body(jobID, userID, opportunities).canonicalText
        let texts = opportunities.map(\.canonicalText)
        partialBodies = (0...count).map { shown in
            #"{"partial_results":[\#(texts.prefix(min(shown, 10)).joined(separator: ","))]}"#
        }
    }

    /// One strategy may find two opportunities in one symbol: they differ in their side and their prices.
    private static func opportunity(_ number: Int, in market: Market) -> JSONValue {
        let symbol = market.symbols[number % market.symbols.count]
        let strategy = market.strategies[number / market.symbols.count % market.strategies.count]
        let risk = market.risks[number % market.risks.count]
        let side = number % 2 == 0 ? "long" : "short"
        return .object([
            "strategy_id": .string(strategy), "strategy_name": .string("Spot"), "opportunity_type": .string("spot"),
            "symbol": .string(symbol), "exchange": .string("kraken"),
            "profit_potential_usd": .number("\(10 + number).5"), "confidence_score": .number("\(60 + number)"),
            "risk_level": .string(risk), "required_capital_usd": .number("\(100 + number)"),
            "estimated_timeframe": .string("1-3d"), "entry_price": .number("\(40 + number).25"),
            "exit_price": number % 3 == 0 ? .null : .number("\(41 + number).5"),
            "metadata": .object(["side": .string(side), "signal_strength": .number("6.5")]),
            "discovered_at": .string("2026-01-27T10:15:30.123Z"),
        ])
    }

    private static func body(_ jobID: String, _ userID: String, _ opportunities: [JSONValue]) -> JSONValue {
        let count = JSONValue.number("\(opportunities.count)")
        let byStrategy = Dictionary(grouping: opportunities) { $0["strategy_id"]?.string ?? "" }
        return .object([
            "success": .bool(true), "scan_id": .string(jobID), "user_id": .string(userID),
            "opportunities": .array(opportunities), "total_opportunities": count,
            "signal_analysis": .object([
                "total_signals_analyzed": .number("40"),
                "signals_by_strength": .object([
                    "very_strong": .number("5"), "strong": .number("8"), "moderate": .number("12"),
                    "weak": .number("15"),
                ]),
                "threshold_analysis": .object([
                    "original_threshold": .number("6.0"), "opportunities_above_original": count,
                    "opportunities_shown": count, "additional_opportunities_revealed": .number("0"),
                ]),
            ]),
            "strategy_performance": .object(
                byStrategy.mapValues { .object(["count": .number("\($0.count)"), "avg_confidence": .number("61.5")]) }
            ),
            "asset_discovery": .object([
                "total_assets_scanned": .number("3"), "asset_tiers": .array([.string("retail")]),
            ]),
            "execution_time_ms": .number("1234"), "last_updated": .string("2026-01-27T10:15:31+00:00"),
        ])
    }
}

extension JSONValue {
    /// Replaces the value at a path of names and indices; `nil` removes a member.
    mutating func set(_ path: String..., to value: JSONValue?) { self.set(path[...], to: value) }

    private mutating func set(_ path: ArraySlice<String>, to value: JSONValue?) {
        guard let name = path.first else {
            self = value ?? .null
            return
        }
        switch self {
        case .object(var members):
            if path.count == 1 {
                members[name] = value
            } else {
                members[name]?.set(path.dropFirst(), to: value)
            }
            self = .object(members)
        case .array(var elements):
            guard let index = Int(name), elements.indices.contains(index) else { return }
            elements[index].set(path.dropFirst(), to: value)
            self = .array(elements)
        default:
            return
        }
    }
}
