//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

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
        /// The text is not YAML, or not one document of it, with the parser's explanation.
        case syntax(String)
        /// A mapping has a key twice; the line is that of the second one.
        case duplicateKey(String)
    }

    /// The deepest nesting that is read.
    package static let deepest = 64
    /// The greatest number of nodes that a document may have, where every alias is written out.
    package static let most = 1_000_000

    /// Parses a text of one document.
    ///
    /// - Returns: The root; `nil` for a text without a document.
    /// - Throws: ``Problem``, for a key that stands there twice as well.
    package static func root(of text: String) throws(Problem) -> Node? {
        var composer = Composer(YAMLParser(text))
        return try composer.document()
    }
}
