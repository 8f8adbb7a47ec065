//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketData
import MarketModel
import Strategies
import Testing

@Suite struct PortfolioFileTests {
    private let yaml = """
        ada@example.com:
          cash_usd: 25000
          holdings:
            BTC-USDT: 0.5
            eth-usdt: -2
          strategies: [spot_momentum_strategy, pairs_trading]
        user-2:
          cash_usd: 10
        """

    @Test func `portfolios are found by id or address, in lower case`() throws {
        let portfolios = try PortfolioFile(yaml: yaml.replacing("ada@", with: "Ada@"), named: "p.yaml").portfolios
        #expect(portfolios.keys.sorted() == ["ada@example.com", "user-2"])
        let holdings = [("BTC-USDT", 0.5), ("ETH-USDT", -2)].map { Portfolio.Holding(symbol: $0, quantity: $1) }
        let strategies = ["spot_momentum_strategy", "pairs_trading"]
        let ada = Portfolio(cashUSD: 25_000, holdings: holdings, strategies: strategies)
        #expect(portfolios["ada@example.com"] == ada)
        #expect(portfolios["user-2"] == Portfolio(cashUSD: 10, holdings: []))
    }

    @Test func `the same may be written as JSON`() throws {
        let json = #"{"ada": {"cash_usd": 1.5, "holdings": {"BTC-USDT": 2}, "strategies": []}}"#
        let ada = try PortfolioFile(yaml: json, named: "portfolios.json").portfolios["ada"]
        #expect(ada == Portfolio(cashUSD: 1.5, holdings: [.init(symbol: "BTC-USDT", quantity: 2)]))
    }

    @Test(arguments: [
        ("", ":1: the file is empty"),
        ("- ada", ":1: users and their portfolios"),
        ("ada: 7", ":1: `ada`: a portfolio with"),
        ("ada:\n  cash: 7", ":2: `ada` → `cash`: the key is unknown"),
        ("ada:\n  cash_usd: much", ":2: `ada` → `cash_usd`: a number is needed"),
        ("ada:\n  cash_usd: nan", ":2: `ada` → `cash_usd`: a number is needed"),
        ("ada:\n  holdings: [1]", ":2: `ada` → `holdings`: symbols and quantities"),
        ("ada:\n  holdings:\n    BTC: 1", ":3: `ada` → `holdings` → `BTC`: a symbol is"),
        ("ada:\n  holdings:\n    BTC-USDT: x", ":3: `ada` → `holdings` → `BTC-USDT`: a number"),
        (
            "ada:\n  holdings:\n    BTC-USDT: 1\n    btc-usdt: 1",
            ":4: `ada` → `holdings` → `BTC-USDT`: the symbol stands there twice"
        ),
        ("ada:\n  strategies: all", ":2: `ada` → `strategies`: a list"),
        ("ada:\n  strategies: [a, a]", ":2: `ada` → `strategies`: `a` stands there twice"),
        ("ada: {}\nADA: {}", ":2: `ada` stands there twice"),
        ("ada: {}\nada: {}", "`ada` stands there twice"),
        ("ada: [", "neither YAML nor JSON"),
    ])
    func `what is wrong is named with line and key`(text: String, problem: String) {
        let failure = #expect(throws: MarketDataError.self) { try PortfolioFile(yaml: text, named: "p.yaml") }
        let message = failure?.description ?? ""
        #expect(message.hasPrefix("p.yaml:"), "\(message)")
        #expect(message.contains(problem), "\(message)")
        #expect(!message.contains("\n"))
    }

    @Test func `a file that is not there is named`() {
        let failure = #expect(throws: MarketDataError.self) { try PortfolioFile(path: "/nowhere/p.yaml") }
        #expect(failure?.description.contains("/nowhere/p.yaml cannot be read") == true)
        let single = #expect(throws: MarketDataError.self) { try Portfolio(path: "/nowhere/p.yaml") }
        #expect(single == failure)
    }

    @Test func `a file without an end is refused`() {
        let failure = #expect(throws: MarketDataError.self) { try PortfolioFile(path: "/dev/zero") }
        #expect(failure?.description == "/dev/zero is larger than 16 MB: is it the right file?")
    }
}
