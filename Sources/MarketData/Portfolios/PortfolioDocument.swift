//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML
import SystemPackage

/// A parsed YAML or JSON file that is not empty, before its content is validated.
struct PortfolioDocument {
    /// The file's name, for messages.
    let name: String
    /// The root node.
    let root: Node

    /// Reads a file of at most 16 MiB.
    ///
    /// - Throws: ``MarketDataError`` that names the file and the problem.
    init(path: String) throws(MarketDataError) {
        let text: String?
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly)
            text = try file.closeAfter { try Self.text(of: file) }
        } catch {
            throw MarketDataError("\(path) cannot be read (\(error)): check that it is a file and may be read")
        }
        guard let text else {
            throw MarketDataError("\(path) is larger than \(Self.largest >> 20) MiB: it is no file of portfolios")
        }
        try self.init(yaml: text, named: path)
    }

    /// Parses the text of a file.
    ///
    /// - Throws: ``MarketDataError`` that names the file and line.
    init(yaml text: String, named name: String) throws(MarketDataError) {
        let root: Node?
        do { root = try StrictYAML.root(of: text) } catch { throw Self.failure(error, in: name) }
        guard let root else { throw MarketDataError("\(name):1: the file is empty; portfolios are needed here") }
        self.name = name
        self.root = root
    }

    private static func failure(_ problem: StrictYAML.Problem, in name: String) -> MarketDataError {
        let message =
            switch problem.cause {
            case .syntax(let reason): "this is neither YAML nor JSON: \(reason)"
            case .duplicateKey(let key): "\(String(quoting: key)) stands there twice"
            }
        return MarketDataError("\(name):\(problem.line): \(message)")
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
