//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Strategies
import SystemPackage
import Yams

/// What the users hold, from a file in YAML or JSON: a mapping of user ids or e-mail addresses to portfolios.
///
/// ```yaml
/// ada@example.com:
///   cash_usd: 25000
///   holdings:
///     BTC-USDT: 0.5
///     ETH-USDT: -2        # owed
///   strategies: [spot_momentum_strategy, pairs_trading]
/// ```
package struct PortfolioFile: PortfolioSource {
    private let portfolios: [String: Portfolio]
    private let name: String

    /// Reads a file.
    ///
    /// - Throws: ``MarketDataError`` that names file, line and key.
    package init(path: String) throws(MarketDataError) {
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly)
            let text = try file.closeAfter { try Self.text(of: file) }
            guard let text else {
                throw MarketDataError("\(path) is larger than \(Self.largest >> 20) MiB: it is no file of portfolios")
            }
            try self.init(yaml: text, named: path)
        } catch let error as MarketDataError {
            throw error
        } catch {
            throw MarketDataError("\(path) cannot be read (\(error)): check that it is a file and may be read")
        }
    }

    /// Reads the text of a file.
    ///
    /// - Throws: ``MarketDataError`` that names file, line and key.
    package init(yaml text: String, named name: String) throws(MarketDataError) {
        self.name = name
        let root: Node?
        do { root = try Yams.compose(yaml: text) } catch { throw Self.syntaxFailure(error, in: name) }
        guard let root, let users = root.mapping else {
            throw MarketDataError("\(name):\(root?.mark?.line ?? 1): users and their portfolios are needed here")
        }
        var portfolios: [String: Portfolio] = [:]
        for (key, value) in users {
            let reader = PortfolioReader(file: name, path: [])
            let user = try reader.text(key, "a user's id or address").lowercased()
            guard portfolios[user] == nil else {
                throw reader.failure(key, "\(String(quoting: user)) stands there twice")
            }
            portfolios[user] = try PortfolioReader(file: name, path: [user]).portfolio(value)
        }
        self.portfolios = portfolios
    }

    /// Looks up a user by id or address, whose case does not matter.
    package func portfolio(of user: String) async throws -> Portfolio? { portfolios[user.lowercased()] }

    private static func syntaxFailure(_ error: any Error, in name: String) -> MarketDataError {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            MarketDataError("\(name):\(mark.line): this is neither YAML nor JSON: \(problem)")
        case YamlError.duplicatedKeysInMapping(let duplicates, let context):
            MarketDataError(
                "\(name):\(context.mark.line): \(String(quoting: duplicates.sorted().first ?? "?")) stands there twice"
            )
        default: MarketDataError("\(name): this is neither YAML nor JSON")
        }
    }

    private static func text(of file: FileDescriptor) throws -> String? {
        guard try file.seek(offset: 0, from: .end) <= largest else { return nil }
        var bytes: [UInt8] = []
        while true {
            let piece = try unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, filled in
                filled = try unsafe file.read(
                    fromAbsoluteOffset: Int64(bytes.count),
                    into: UnsafeMutableRawBufferPointer(buffer)
                )
            }
            if piece.isEmpty { return String(decoding: bytes, as: UTF8.self) }
            bytes += piece
        }
    }

    private static let largest: Int64 = 16 << 20
}
