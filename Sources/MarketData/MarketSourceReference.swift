//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
package import MarketModel

/// A reference to a source of market data, in the form of the command line and the configuration.
///
/// - `synthetic`: a market generated from the seed.
/// - `file:DIR`: a directory of candle files in Binance's download format.
/// - `http://…` or `https://…`: the base address of a server that speaks Binance's public API.
package enum MarketSourceReference: Sendable, Hashable, CustomStringConvertible {
    case synthetic
    case files(directory: String)
    case server(address: String)

    /// Parses a reference.
    ///
    /// - Throws: ``MarketDataError`` that lists the valid forms.
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

    /// The reference in the form of the command line.
    package var description: String {
        switch self {
        case .synthetic: "synthetic"
        case .files(let directory): "file:\(directory)"
        case .server(let address): address
        }
    }

    /// Opens the source.
    ///
    /// The source need not be closed.
    ///
    /// - Parameters:
    ///   - seed: The seed of a synthetic market; the others ignore it.
    ///   - symbolCount: The number of symbols of a synthetic market or a server; a directory lists all of its symbols.
    /// - Returns: A source that is ready: a directory has been listed, while a server gets no request before the first
    ///   use.
    /// - Throws: ``MarketDataError`` with the problem and the remedy.
    package func open(seed: UInt64, symbolCount: Int = 500) throws(MarketDataError) -> any MarketSource {
        switch self {
        case .synthetic: return SyntheticMarket(seed: seed, symbolCount: symbolCount)
        case .files(let directory): return try FileMarket(directory: directory)
        case .server(let address): return HTTPMarket(address: address, symbolCount: symbolCount)
        }
    }

    /// Returns the path after `file:`; `file:///path` is accepted as well.
    private static func directory(in text: String) -> String? {
        let path = text.dropFirst("file:".count)
        let local = path.hasPrefix("///") ? path.dropFirst(2) : path
        return local.isEmpty || local.utf8.contains(0) ? nil : String(local)
    }

    /// Validates an address and removes its trailing slashes.
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

/// Encoded in the form of the command line.
extension MarketSourceReference: Codable {
    package init(from decoder: any Decoder) throws {
        self = try Self(decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
