//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML
import MarketModel

/// A validating reader of one portfolio, with messages that name file, line and key.
struct PortfolioReader {
    /// The file's name.
    let file: String
    /// The path of keys to the current node.
    let path: [String]

    /// Reads the cash, the holdings and the strategies.
    func portfolio(_ node: Node) throws(MarketDataError) -> Portfolio {
        guard let mapping = node.mapping else { throw failure(node, "a portfolio with \(Self.keys) is needed here") }
        var cash = 0.0
        var holdings: [Portfolio.Holding] = []
        var strategies: [String] = []
        for (key, value) in mapping {
            let name = try text(key, "a key")
            let reader = PortfolioReader(file: file, path: path + [name])
            switch name {
            case "cash_usd": cash = try reader.number(value)
            case "holdings": holdings = try reader.holdings(value)
            case "strategies": strategies = try reader.strategies(value)
            default: throw reader.failure(key, "the key is unknown; there are \(Self.keys)")
            }
        }
        return Portfolio(cashUSD: cash, holdings: holdings, strategies: strategies)
    }

    private func holdings(_ node: Node) throws(MarketDataError) -> [Portfolio.Holding] {
        guard let mapping = node.mapping else {
            throw failure(node, "symbols and quantities are needed, as in BTC-USDT: 0.5")
        }
        var holdings: [Portfolio.Holding] = []
        for (key, value) in mapping {
            let symbol = try text(key, "a symbol such as BTC-USDT").uppercased()
            let reader = PortfolioReader(file: file, path: path + [symbol])
            guard symbol.split(separator: "-", omittingEmptySubsequences: false).count == 2, !symbol.hasPrefix("-"),
                !symbol.hasSuffix("-")
            else { throw reader.failure(key, "a symbol is base and quote currency, as in BTC-USDT") }
            guard !holdings.contains(where: { $0.symbol == symbol }) else {
                throw reader.failure(key, "the symbol stands there twice")
            }
            holdings.append(Portfolio.Holding(symbol: symbol, quantity: try reader.number(value)))
        }
        return holdings
    }

    private func strategies(_ node: Node) throws(MarketDataError) -> [String] {
        guard let sequence = node.sequence else {
            throw failure(node, "a list of strategies is needed, as in [spot_momentum_strategy]")
        }
        var ids: [String] = []
        for element in sequence {
            let id = try text(element, "the id of a strategy")
            guard !ids.contains(id) else { throw failure(element, "\(String(quoting: id)) stands there twice") }
            ids.append(id)
        }
        return ids
    }

    private func number(_ node: Node) throws(MarketDataError) -> Double {
        guard let number = node.finiteNumber else { throw failure(node, "a number is needed") }
        return number
    }

    /// Reads a text that is not empty.
    func text(_ node: Node, _ what: String) throws(MarketDataError) -> String {
        guard let text = node.nonEmptyText else { throw failure(node, "\(what) is needed here") }
        return text
    }

    /// Makes an error that names the place in the file.
    func failure(_ node: Node, _ message: String) -> MarketDataError {
        let place = path.isEmpty ? "" : "\(path.map { String(quoting: $0) }.joined(separator: " → ")): "
        return MarketDataError("\(file):\(node.line): \(place)\(message)")
    }

    private static let keys = "cash_usd, holdings and strategies"
}
