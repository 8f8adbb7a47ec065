//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

/// Faults within a results body, the same in every read.
extension Injection {
    static let resultsBodies = [
        Injection("an opportunity without the name of its strategy", ["RES-006"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("opportunities", "0", "strategy_name", to: nil)
            }
        },
        Injection("a confidence of 140", ["RES-006"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("opportunities", "1", "confidence_score", to: .number("140"))
            }
        },
        Injection("a profit below 0", ["RES-006"]) { history in
            // The first scan of a history may ask for a minimum profit; this one does not.
            let initiation = history.events.first { $0.operation == .initiate && $0.job == "scan-1" }
            let unfiltered = try #require(initiation?.outcome.response?.parsed?.jobID)
            try history.changeResults(of: unfiltered) {
                $0.set("opportunities", "1", "profit_potential_usd", to: .number("-0.01"))
            }
        },
        Injection("a number that is written as a text", ["RES-006"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("opportunities", "2", "required_capital_usd", to: .string("100"))
            }
        },
        Injection("a level of risk that nobody knows", ["RES-006"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("opportunities", "0", "risk_level", to: .string("extreme"))
            }
        },
        Injection("a price of 0", ["RES-006"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("opportunities", "0", "entry_price", to: .number("0"))
            }
        },
        Injection("metadata that is null", ["RES-006"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("opportunities", "2", "metadata", to: .null)
            }
        },
        Injection("an opportunity that was found at no time", ["RES-006"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("opportunities", "0", "discovered_at", to: nil)
            }
        },
        Injection("a profit that is not a number", ["RES-007"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("opportunities", "0", "profit_potential_usd", to: .number("NaN"))
            }
        },
        Injection("a number beyond all range", ["RES-007"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("execution_time_ms", to: .number("1e999"))
            }
        },
        Injection("a time without an offset", ["RES-007"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("opportunities", "1", "discovered_at", to: .string("2026-01-27T10:15:30"))
            }
        },
        Injection("a time that is none", ["RES-007"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("last_updated", to: .string("2026-02-30T10:15:30Z"))
            }
        },
        Injection("signals that do not add up", ["RES-008"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("signal_analysis", "signals_by_strength", "weak", to: .number("16"))
            }
        },
        Injection("a threshold analysis that does not add up", ["RES-008"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set(
                    "signal_analysis",
                    "threshold_analysis",
                    "additional_opportunities_revealed",
                    to: .number("1")
                )
            }
        },
        Injection("a strategy that found more than is listed", ["RES-008"]) { history in
            try history.changeResults(of: history.firstScan) {
                $0.set("strategy_performance", "another", to: .object(["count": .number("2")]))
            }
        },
        Injection("results of another user", ["RES-009"]) { history in
            try history.change(at: try history.lateRead()) { $0.userID = "u9" }
        },
        Injection("the first user's results for the second", ["RES-009"]) { history in
            let position = try #require(history.positions(.results) { $0.user == .second }.last)
            try history.change(at: position) { $0.userID = "u1" }
        },
        Injection("an opportunity that is listed twice", ["RES-010"]) { history in
            try history.changeResults(of: history.firstScan) { body in
                let opportunities = body["opportunities"]?.array ?? []
                body.set("opportunities", to: .array(opportunities + opportunities.prefix(1)))
            }
        },
        Injection("an opportunity that was found twice", ["RES-010"]) { history in
            try history.changeResults(of: history.firstScan) { body in
                let opportunities = body["opportunities"]?.array ?? []
                var again = opportunities[0]
                again.set("discovered_at", to: .string("2026-01-27T10:15:33Z"))
                again.set("confidence_score", to: .number("61.5"))
                body.set("opportunities", to: .array(opportunities + [again]))
            }
        },
        Injection("an opportunity in a symbol that was not asked for", ["RES-011"]) { history in
            let other = MadeResults(jobID: "", userID: "", in: MadeResults.Market(symbols: ["XYZ/USDT"]), count: 1)
            try history.changeResults(of: SoundRun.id(1)) { body in
                let opportunities = body["opportunities"]?.array ?? []
                body.set("opportunities", to: .array(opportunities + other.opportunities))
            }
        },
        Injection("a strategy that was not asked for", ["RES-011"]) { history in
            let market = MadeResults.Market(strategies: ["spot_momentum"], risks: ["low"])
            let other = MadeResults(jobID: "", userID: "", in: market, count: 1)
            try history.changeResults(of: SoundRun.id(3)) { body in
                let opportunities = body["opportunities"]?.array ?? []
                body.set("opportunities", to: .array(opportunities + other.opportunities))
            }
        },
        Injection("more risk than was asked for", ["RES-011"]) { history in
            try history.changeResults(of: SoundRun.id(3)) {
                $0.set("opportunities", "1", "risk_level", to: .string("medium_high"))
            }
        },
        Injection("more capital than was asked for", ["RES-011"]) { history in
            try history.changeResults(of: SoundRun.id(4)) {
                $0.set("opportunities", "1", "required_capital_usd", to: .number("500.01"))
            }
        },
        Injection("less profit than was asked for", ["RES-011"]) { history in
            try history.changeResults(of: SoundRun.id(4)) {
                $0.set("opportunities", "1", "profit_potential_usd", to: .number("9.99"))
            }
        },
        Injection("a tier that was not asked for", ["RES-011"]) { history in
            try history.changeResults(of: SoundRun.id(4)) {
                $0.set("asset_discovery", "asset_tiers", to: .array([.string("retail"), .string("whale")]))
            }
        },
    ]
}
