//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
package import MarketModel

/// A source of market data as the command line and the configuration name it.
///
/// - `synthetic`: made up from the seed.
/// - `file:DIR`: a directory of candle files as Binance publishes them.
/// - `http://…` or `https://…`: the base address of a server that speaks Binance's public API.
package enum MarketSourceReference: Sendable, Hashable, CustomStringConvertible {
    case synthetic
    case files(directory: String)
    case server(address: String)

    /// Reads a reference.
    ///
    /// - Throws: ``MarketDataError`` that says which forms there are.
    package init(_ text: String) throws(MarketDataError) {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        switch scheme {
        case "synthetic" where text.count == scheme.count: self = .synthetic
        case "file":
            guard let directory = Self.directory(in: text) else {
                throw MarketDataError("\(String(quoting: text)) names no directory: give file:DIR, as in file:./klines")
            }
            self = .files(directory: directory)
        case "http", "https": self = .server(address: try Self.address(in: text))
        default:
            throw MarketDataError(
                "\(String(quoting: text)) is no source of market data: give synthetic, file:DIR or an address such as "
                    + "https://api.binance.com"
            )
        }
    }

    /// The reference as the command line takes it.
    package var description: String {
        switch self {
        case .synthetic: "synthetic"
        case .files(let directory): "file:\(directory)"
        case .server(let address): address
        }
    }

    /// Opens the source.
    ///
    /// Nothing needs to be closed afterwards.
    ///
    /// - Parameters:
    ///   - seed: What a synthetic market follows from; the others have no use for it.
    ///   - symbolCount: How many symbols a synthetic market or a server lists; of a directory it is all of them.
    /// - Returns: A source that can be asked at once: a directory has been listed, while a server is not asked before
    ///   the first use.
    /// - Throws: ``MarketDataError`` that says what is wrong and what to do.
    package func open(seed: UInt64, symbolCount: Int = 500) throws(MarketDataError) -> any MarketSource {
        switch self {
        case .synthetic: return SyntheticMarket(seed: seed, symbolCount: symbolCount)
        case .files(let directory): return try FileMarket(directory: directory)
        case .server(let address): return HTTPMarket(address: address, symbolCount: symbolCount)
        }
    }

    /// The path after `file:`; `file:///path` is understood as well.
    private static func directory(in text: String) -> String? {
        let path = text.dropFirst("file:".count)
        let local = path.hasPrefix("///") ? path.dropFirst(2) : path
        return local.isEmpty || local.utf8.contains(0) ? nil : String(local)
    }

    /// The address without slashes at its end.
    private static func address(in text: String) throws(MarketDataError) -> String {
        let example = "give an address such as https://api.binance.com"
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty else {
            throw MarketDataError("\(String(quoting: text)) is no address of a server: \(example)")
        }
        guard parts.user == nil, parts.password == nil else {
            throw MarketDataError("credentials do not belong into the address of a market, whose data are public")
        }
        guard parts.query == nil, parts.fragment == nil else {
            throw MarketDataError("\(String(quoting: text)) has a query or a fragment: \(example)")
        }
        return String(text.reversed().drop { $0 == "/" }.reversed())
    }
}
