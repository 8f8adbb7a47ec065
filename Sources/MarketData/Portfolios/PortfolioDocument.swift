//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import KitYAML

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
        let text: String
        do { text = try BoundedFile.text(of: path, atMost: 16 << 20) } catch {
            throw MarketDataError("\(path) \(error.predicate(advice: ": check that it is a file and may be read"))")
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
}
