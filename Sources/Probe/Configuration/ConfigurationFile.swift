//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML

/// A hand-written YAML file, the location of configuration errors.
package struct ConfigurationFile {
    /// The largest file that is read, in bytes.
    static let largest = 4 << 20

    /// The file's name for messages.
    package let name: String
    /// The failure code of errors in this file.
    package let code: ProbeFailure.Code

    /// Names a file.
    package init(name: String, code: ProbeFailure.Code) {
        self.name = name
        self.code = code
    }

    /// Parses the text, whose top must be a mapping.
    ///
    /// - Throws: ``ProbeFailure`` with the file and line of the first problem.
    package func parse(_ text: String) throws(ProbeFailure) -> ConfigurationMapping {
        let root: Node?
        do { root = try StrictYAML.root(of: text) } catch { throw describe(error) }
        guard let root, let mapping = root.mapping else {
            throw failure(line: root?.line ?? 1, "a mapping of keys to values is needed here")
        }
        return ConfigurationMapping(file: self, path: "", mapping: mapping, line: root.line)
    }

    /// Creates the failure for an error in one line.
    package func failure(line: Int, _ message: String) -> ProbeFailure {
        ProbeFailure(code, "\(name):\(line): \(message)")
    }

    private func describe(_ problem: StrictYAML.Problem) -> ProbeFailure {
        let message =
            switch problem.cause {
            case .syntax(let reason): "this is not YAML: \(reason)"
            case .duplicateKey(let key): "the key `\(key)` stands there twice"
            }
        return failure(line: problem.line, message)
    }
}
