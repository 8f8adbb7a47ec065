//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct `scan-server scan` {
    private static let options = ["scan", "--seed", "7", "--time", "2026-01-27T10:15:30Z", "--symbols", "80"]

    private func run(_ arguments: String...) async throws -> Executables.Output {
        try await Executables.run("scan-server", Self.options + arguments, within: .seconds(60))
    }

    @Test func `gives the same bytes on any number of cores, and again`() async throws {
        let one = try await run("--format", "json", "--cores", "1")
        let four = try await run("--format", "json", "--cores", "4", "--repeat", "2", "--timings")
        #expect(one.status == 0, "\(one.error)")
        #expect(one.output == four.output)
        #expect(one.error.isEmpty, "no progress where there is no terminal")
        #expect(four.error.contains("scan 2: "))
        let results = try #require(try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? [String: Any])
        #expect((results["opportunities"] as? [Any])?.isEmpty == false)
    }

    @Test func `finds what the server finds, for the same portfolio`() async throws {
        try await TemporaryFolder.with { folder in
            let portfolio = "cash_usd: 1000\nholdings: {BTC-USDT: 1, ETH-USDT: -2}\nstrategies: [pairs_trading]\n"
            let (own, all) = (folder.appending(path: "own.yaml"), folder.appending(path: "all.yaml"))
            try Data(portfolio.utf8).write(to: own)
            let indented = portfolio.split(separator: "\n").map { "  \($0)\n" }.joined()
            try Data("Demo@example.com:\n\(indented)".utf8).write(to: all)

            let local = try await run("--format", "json", "--portfolio", own.path, "--recommend")
            let mine = try #require(try JSONSerialization.jsonObject(with: Data(local.output.utf8)) as? [String: Any])
            let options = ["--market-seed", "7", "--market-time", "2026-01-27T10:15:30Z", "--symbols", "80"]
            try await withDeployment(arguments: options + ["--portfolios", all.path]) { deployment in
                let client = try await APIClient.logIn(at: deployment)
                let scan = try #require(try await client.discover().scanID)
                let isComplete = try await eventually { try await client.status(scan).state == "complete" }
                #expect(isComplete)
                let theirs = try await client.results(scan).json
                let members = [
                    "opportunities", "signal_analysis", "strategy_performance", "asset_discovery",
                    "strategy_recommendations",
                ]
                for member in members {
                    let values = [mine[member], theirs[member]].map { $0 as? NSObject }
                    #expect(values[0] != nil, "\(member)")
                    #expect(values[0] == values[1], "\(member)")
                }
            }
            let performance = try #require(mine["strategy_performance"] as? [String: [String: Any]])
            #expect(performance.count == 14)
            #expect(performance["risk_management"]?["count"] as? Int != 0, "most is in one asset")
        }
    }

    @Test(arguments: [1, 2]) func `a server looks at the files that scan looks at, and where they end`(
        workers: Int
    ) async throws {
        try await TemporaryFolder.with { folder in
            // Eight hundred hours that go up and down, and then a leap. They end in February, so that a server that
            // looked at the present would see nothing.
            let start = 1_767_225_600_000
            let rows = (0..<800).map { hour in
                let price = 100 + 10 * sin(Double(hour) / 9) + (hour > 796 ? 15 : 0)
                let time = start + hour * 3_600_000
                return "\(time),\(price),\(price + 1),\(price - 1),\(price + 0.5),\(hour > 796 ? 90000 : 30000),"
                    + "\(time + 3_599_999),\(price * 30000),100,15000,\(price * 15000),0"
            }
            try Data(rows.joined(separator: "\n").utf8).write(to: folder.appending(path: "BTCUSDT-1h-2026-01.csv"))
            let market = ["--market", "file:\(folder.path)"]
            let local = try await Executables.run(
                "scan-server",
                ["scan", "--format", "json"] + market + ["--symbols", "BTC-USDT"],
                within: .seconds(60)
            )
            let mine = try #require(try JSONSerialization.jsonObject(with: Data(local.output.utf8)) as? [String: Any])
            let signals = try #require(mine["signal_analysis"] as? [String: Any])
            #expect(signals["total_signals_analyzed"] as? Int != 0)
            let strengths = try #require(signals["signals_by_strength"] as? [String: Int])
            #expect(strengths["very_strong"] != 0, "the leap at the end is seen")
            func check(_ arguments: [String]) async throws {
                try await withDeployment(arguments: arguments) { deployment in
                    let client = try await APIClient.logIn(at: deployment)
                    let scan = try #require(try await client.discover().scanID)
                    let isComplete = try await eventually { try await client.status(scan).state == "complete" }
                    #expect(isComplete)
                    let theirs = try await client.results(scan).json
                    for member in ["opportunities", "signal_analysis", "asset_discovery"] {
                        let values = [mine[member], theirs[member]].map { $0 as? NSObject }
                        #expect(values[0] != nil && values[0] == values[1], "\(member)")
                    }
                }
            }
            guard workers > 1 else { return try await check(market) }
            try await withRedisServer { redis in
                try await check(market + ["--workers", "\(workers)", "--redis", redis.url])
            }
        }
    }

    @Test(
        arguments: [
            ("syntetic", "give synthetic, file:DIR or an address"), ("file:", "give file:DIR"),
            ("file:/no/such/folder", "--market: "), ("https://a:b@example.com", "credentials do not belong"),
        ]
    ) func `a market that cannot be opened is refused before anything is served`(
        market: String,
        remedy: String
    ) async throws {
        let arguments = ["serve", "--port", "0", "--market", market]
        let result = try await Executables.run("scan-server", arguments, within: .seconds(60))
        #expect([1, 64].contains(result.status))
        #expect(result.error.contains(remedy), "\(result.error)")
        #expect(!result.output.contains("Listening"))
    }

    @Test func `portfolios of strangers are refused before anything is served`() async throws {
        try await TemporaryFolder.with { folder in
            let file = folder.appending(path: "all.yaml")
            try Data("nobody@example.com: {cash_usd: 1}\n".utf8).write(to: file)
            let arguments = ["serve", "--port", "0", "--portfolios", file.path]
            let result = try await Executables.run("scan-server", arguments, within: .seconds(60))
            #expect(result.status == 1)
            #expect(result.error.contains("nobody@example.com is neither the id nor the address of a user"))
        }
    }

    @Test func `prints a table of the best, and limits it`() async throws {
        let result = try await run("--limit", "3")
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first?.hasPrefix("PROFIT USD") == true)
        #expect(lines.firstIndex(of: "") == 4)
        #expect(result.output.contains("the best 3 shown"))
    }

    @Test func `takes symbols and strategies by name, and recommends others`() async throws {
        let result = try await Executables.run(
            "scan-server",
            [
                "scan", "--seed", "7", "--time", "2026-01-27", "--symbols", "btc-usdt, ETH-USDT", "--strategies",
                "spot_breakout_strategy", "--format", "json", "--recommend",
            ],
            within: .seconds(60)
        )
        #expect(result.status == 0, "\(result.error)")
        let results = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect((results["asset_discovery"] as? [String: Any])?["total_assets_scanned"] as? Int == 2)
        #expect((results["strategy_performance"] as? [String: Any])?.count == 1)
    }

    @Test func `says when a strategy failed, and how`() async throws {
        // Enough symbols that no machine finishes before it notices the deadline.
        let late = ["--symbols", "300", "--strategies", "statistical_arbitrage", "--strategy-deadline", "0.000001"]
        let result = try await Executables.run("scan-server", Self.options + late, within: .seconds(60))
        #expect(result.status == 1)
        #expect(result.error.contains("statistical_arbitrage: The strategy ran past its deadline"))
    }

    @Test func `refuses what cannot work, with one line that says what to do`() async throws {
        let cases: [([String], Int32, String)] = [
            (["--market", "nowhere"], 1, "give synthetic"),
            (["--strategies", "magic"], 1, "spot_momentum_strategy"),
            (["--symbols", "NONE-USDT"], 1, "does not list NONE-USDT"),
            (["--symbols", "0"], 64, "1 to 10000"),
            (["--time", "tomorrow"], 64, "2026-01-27T10:15:30Z"),
            (["--format", "xml"], 64, "json"),
            (["--portfolio", "/nowhere"], 1, "/nowhere cannot be read"),
            (["--portfolio", #filePath], 1, "neither YAML nor JSON"),
            (["--cores", "0"], 64, "1 to 256"),
        ]
        for (arguments, status, hint) in cases {
            let result = try await Executables.run("scan-server", ["scan"] + arguments, within: .seconds(20))
            #expect(result.status == status, "\(arguments): \(result.error)")
            #expect(result.error.contains(hint), "\(arguments): \(result.error)")
            #expect(result.output.isEmpty)
        }
    }
}
