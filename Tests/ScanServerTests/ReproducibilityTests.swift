//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// The reproducibility of a scan's findings from the seed and the time.
@Suite(.timeLimit(.minutes(3))) struct `The findings of a scan` {
    private static let options = [
        "--market-seed", "7", "--market-time", "2026-01-27T10:15:30Z", "--symbols", "80", "--log-level", "error",
    ]
    /// The members that differ between two scans with the same findings.
    private static let incidental = ["scan_id", "execution_time_ms", "last_updated"]

    /// Returns the results of a scan as bytes, without the members that differ between scans.
    private func findings(of client: APIClient, _ body: String) async throws -> Data {
        let answer = try await client.discover(body)
        let scan = try #require(answer.scanID)
        let isComplete = try await eventually(within: .seconds(60)) {
            try await client.status(scan).state == "complete"
        }
        #expect(isComplete)
        var results = try await client.results(scan).json
        for member in Self.incidental { #expect(results.removeValue(forKey: member) != nil) }
        return try JSONSerialization.data(withJSONObject: results, options: [.sortedKeys])
    }

    private static let bodies = ["{}", #"{"strategy_ids":["spot_momentum_strategy"]}"#]

    @Test func `are the same on one worker in memory and on four with Redis`() async throws {
        let alone = try await withDeployment(arguments: Self.options) { deployment in
            let client = try await APIClient.logIn(at: deployment)
            return try await [findings(of: client, Self.bodies[0]), findings(of: client, Self.bodies[1])]
        }
        try await withRedisServer { redis in
            let arguments = Self.options + ["--workers", "4", "--redis", redis.url]
            try await withDeployment(arguments: arguments) { deployment in
                let client = try await APIClient.logIn(at: deployment)
                for (body, expected) in zip(Self.bodies, alone) {
                    #expect(try await findings(of: client, body) == expected)
                }
            }
        }
        let results = try #require(try JSONSerialization.jsonObject(with: alone[0]) as? [String: Any])
        #expect((results["opportunities"] as? [Any])?.isEmpty == false)
    }

    @Test func `add up, and recommend what was left out`() async throws {
        try await withDeployment(arguments: Self.options) { deployment in
            let client = try await APIClient.logIn(at: deployment)
            let data = try await findings(of: client, Self.bodies[1])
            let results = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let opportunities = try #require(results["opportunities"] as? [[String: Any]])
            #expect(results["total_opportunities"] as? Int == opportunities.count)

            let performance = try #require(results["strategy_performance"] as? [String: [String: Any]])
            #expect(performance.keys.sorted() == ["spot_momentum_strategy"])
            let part = try #require(performance["spot_momentum_strategy"])
            #expect(part["count"] as? Int == opportunities.count)
            let potential = opportunities.compactMap { $0["profit_potential_usd"] as? Double }.reduce(0, +)
            #expect(abs((part["total_potential"] as? Double ?? 0) - potential) < 0.005)

            let analysis = try #require(results["signal_analysis"] as? [String: Any])
            let strengths = try #require(analysis["signals_by_strength"] as? [String: Int])
            #expect(strengths.values.reduce(0, +) == analysis["total_signals_analyzed"] as? Int)

            let assets = try #require(results["asset_discovery"] as? [String: Any])
            #expect(assets["total_assets_scanned"] as? Int == 80)
            let tiers = try #require(assets["asset_tiers"] as? [String])
            #expect(tiers.last == assets["max_tier_accessed"] as? String)

            let recommended = try #require(results["strategy_recommendations"] as? [[String: Any]])
            #expect(!recommended.isEmpty)
            for recommendation in recommended {
                #expect(recommendation["strategy_id"] as? String != "spot_momentum_strategy")
                let addition = try #require(recommendation["would_have_added"] as? [String: Any])
                #expect((addition["count"] as? Int ?? 0) > 0)
            }
        }
    }

    @Test func `come with what each strategy left out, for operators`() async throws {
        try await withDeployment(arguments: Self.options) { deployment in
            let client = try await APIClient.logIn(at: deployment)
            let scan = try #require(try await client.discover().scanID)
            let isComplete = try await eventually { try await client.status(scan).state == "complete" }
            #expect(isComplete)
            let admin = try await APIClient.logIn("admin", at: deployment)
            let debug = try await admin.send(.GET, "/api/v1/scan-diagnostics/scan-debug/\(scan)").json
            let strategies = try #require(debug["strategies"] as? [[String: Any]])
            #expect(strategies.first?["strategy_id"] as? String == "spot_momentum_strategy")
            #expect(strategies.first?["symbols"] as? Int == 80)
            #expect((strategies.first?["omitted"] as? [String: Any])?["total"] as? Int == 0)
        }
    }
}
