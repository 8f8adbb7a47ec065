//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML
package import MarketModel

/// The users' portfolios from a YAML or JSON file: a mapping of user ids or e-mail addresses to portfolios.
///
/// ```yaml
/// ada@example.com:
///   cash_usd: 25000
///   holdings:
///     BTC-USDT: 0.5
///     ETH-USDT: -2        # owed
///   strategies: [spot_momentum_strategy, pairs_trading]
/// ```
package struct PortfolioFile {
    /// The portfolios by user id or e-mail address, in lower case.
    package let portfolios: [String: Portfolio]

    /// Reads a file.
    ///
    /// - Throws: ``MarketDataError`` that names the file, line and key.
    package init(path: String) throws(MarketDataError) {
        try self.init(PortfolioDocument(path: path))
    }

    /// Parses the text of a file.
    ///
    /// - Throws: ``MarketDataError`` that names the file, line and key.
    package init(yaml text: String, named name: String) throws(MarketDataError) {
        try self.init(PortfolioDocument(yaml: text, named: name))
    }

    private init(_ document: PortfolioDocument) throws(MarketDataError) {
        guard let users = document.root.mapping else {
            throw PortfolioReader(file: document.name, path: [])
                .failure(document.root, "users and their portfolios are needed here")
        }
        var portfolios: [String: Portfolio] = [:]
        for (key, value) in users {
            let reader = PortfolioReader(file: document.name, path: [])
            let user = try reader.text(key, "a user's id or address").lowercased()
            guard portfolios[user] == nil else {
                throw reader.failure(key, "\(String(quoting: user)) stands there twice")
            }
            portfolios[user] = try PortfolioReader(file: document.name, path: [user]).portfolio(value)
        }
        self.portfolios = portfolios
    }
}

extension Portfolio {
    /// Reads a YAML or JSON file with the portfolio of one user, in the form of those in a ``PortfolioFile``.
    ///
    /// - Throws: ``MarketDataError`` that names the file, line and key.
    package init(path: String) throws(MarketDataError) {
        let document = try PortfolioDocument(path: path)
        self = try PortfolioReader(file: document.name, path: []).portfolio(document.root)
    }
}
