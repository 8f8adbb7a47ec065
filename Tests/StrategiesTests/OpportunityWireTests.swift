//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Strategies
import Testing

@Suite struct OpportunityWireTests {
    private func opportunity(
        profit: Double = 12.5,
        confidence: Double = 80,
        strategy: String = "s",
        symbol: String = "AAA-USDT",
        entry: Double? = 1.5,
        at time: Date = noon
    ) -> Opportunity {
        Opportunity(
            strategyID: strategy,
            strategyName: "S",
            opportunityType: "t",
            symbol: symbol,
            exchange: "x",
            profitPotentialUSD: profit,
            confidenceScore: confidence,
            riskLevel: .mediumHigh,
            requiredCapitalUSD: 100,
            estimatedTimeframe: "1-3d",
            entryPrice: entry,
            exitPrice: nil,
            metadata: ["signal_strength": .number(7), "side": .string("buy"), "hedged": .bool(true)],
            discoveredAt: time
        )
    }

    private func json(_ opportunity: Opportunity) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(opportunity), as: UTF8.self)
    }

    @Test func `an opportunity has exactly the fields of the contract, unknown prices being null`() throws {
        let expected = """
            {"confidence_score":80,"discovered_at":"2026-02-02T12:00:00.000Z","entry_price":null,\
            "estimated_timeframe":"1-3d","exchange":"x","exit_price":null,\
            "metadata":{"hedged":true,"side":"buy","signal_strength":7},"opportunity_type":"t",\
            "profit_potential_usd":12.5,"required_capital_usd":100,"risk_level":"medium_high","strategy_id":"s",\
            "strategy_name":"S","symbol":"AAA-USDT"}
            """
        #expect(try json(opportunity(entry: nil)) == expected)
    }

    @Test func `an opportunity survives the way over the wire, whatever the coders do with dates`() throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .millisecondsSince1970
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        for entry in [nil, 1.25] {
            let original = opportunity(entry: entry, at: noon.addingTimeInterval(0.123_456))
            #expect(try decoder.decode(Opportunity.self, from: try encoder.encode(original)) == original)
        }
    }

    @Test func `every millisecond of a second is written as itself and read back`() throws {
        for millisecond in 0..<1000 {
            let found = opportunity(at: noon.addingTimeInterval(Double(millisecond) / 1000))
            let digits = String(String(1000 + millisecond).dropFirst())
            let text = try json(found)
            #expect(text.contains("T12:00:00.\(digits)Z"))
            #expect(try JSONDecoder().decode(Opportunity.self, from: Data(text.utf8)) == found)
        }
    }

    @Test(arguments: ["\"\"", "\"yesterday\"", "1", "null"])
    func `a time of another form is refused`(time: String) throws {
        let text = try json(opportunity()).replacing("\"2026-02-02T12:00:00.000Z\"", with: time)
        #expect(throws: (any Error).self) { try JSONDecoder().decode(Opportunity.self, from: Data(text.utf8)) }
    }

    @Test func `the signal's strength is read from the metadata`() {
        #expect(opportunity().signalStrength == 7)
    }

    @Test func `opportunities are ranked by profit times confidence, then by strategy and symbol`() {
        let sorted = [
            opportunity(profit: 10, confidence: 90, symbol: "Z"),
            opportunity(profit: 20, confidence: 40, strategy: "a", symbol: "Y"),
            opportunity(profit: 10, confidence: 80, strategy: "b", symbol: "A"),
            opportunity(profit: 20, confidence: 40, strategy: "b", symbol: "B"),
            opportunity(profit: 1, confidence: 95, symbol: "X"),
        ]
        #expect(ranked(sorted.reversed()) == sorted)
        #expect(ranked(sorted) == sorted)
        #expect(ranked([]).isEmpty)
    }

    @Test func `the words on the wire are those of the contract`() {
        #expect(RiskLevel.allCases.map(\.rawValue) == ["low", "medium", "medium_high", "high", "very_high"])
        let strategies: [(id: String, type: String)] = [
            ("spot_momentum_strategy", "spot_momentum"), ("spot_mean_reversion", "mean_reversion"),
            ("spot_breakout_strategy", "breakout"), ("pairs_trading", "pairs_trading"),
            ("statistical_arbitrage", "statistical_arbitrage"), ("market_making", "market_making"),
            ("scalping_strategy", "scalping"), ("complex_strategy", "complex_derivative"),
            ("futures_trade", "futures"), ("options_trade", "options"), ("funding_arbitrage", "funding_arbitrage"),
            ("risk_management", "risk_mitigation"), ("portfolio_optimization", "portfolio_rebalance"),
            ("hedge_position", "hedge"),
        ]
        #expect(StrategyCatalogue.standard.map(\.id) == strategies.map(\.id))
        #expect(StrategyCatalogue.standard.map(\.opportunityType) == strategies.map(\.type))
    }
}
