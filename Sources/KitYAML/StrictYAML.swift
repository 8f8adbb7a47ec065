//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Yams

/// A reader of YAML, and so of JSON, that says in which line the first problem is.
package enum StrictYAML {
    /// A text that cannot be read.
    package struct Problem: Error, Sendable, Hashable {
        /// The line, from 1.
        package let line: Int
        /// The cause.
        package let cause: Cause
    }

    /// A reason that a text cannot be read.
    package enum Cause: Sendable, Hashable {
        /// The text is not YAML, with the parser's explanation.
        case syntax(String)
        /// A mapping has a key twice.
        case duplicateKey(String)
        /// Any other reason.
        case unreadable
    }

    /// Parses a text.
    ///
    /// - Returns: The root; `nil` for an empty text.
    /// - Throws: ``Problem``, for a key that stands there twice as well.
    package static func root(of text: String) throws(Problem) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch {
            throw Self.problem(error)
        }
    }

    private static func problem(_ error: any Error) -> Problem {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            Problem(line: mark.line, cause: .syntax(problem))
        case YamlError.duplicatedKeysInMapping(let duplicates, let context):
            Problem(line: context.mark.line, cause: .duplicateKey(duplicates.sorted().first ?? "?"))
        default: Problem(line: 1, cause: .unreadable)
        }
    }
}

extension Node {
    /// The text of a scalar; `nil` for an empty one, and for a mapping or a list.
    package var nonEmptyText: String? { scalar.flatMap { $0.string.isEmpty ? nil : $0.string } }

    /// The number of a scalar, if it is finite.
    package var finiteNumber: Double? { scalar.flatMap { Double($0.string) }.flatMap { $0.isFinite ? $0 : nil } }

    /// The line where the node starts, from 1.
    package var line: Int? { mark?.line }
}
