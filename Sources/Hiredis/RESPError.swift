//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// An error reply of the server: its kind in capitals, and a message for people.
package struct RESPError: Error, Sendable, Hashable {
    /// The kind, such as `WRONGTYPE` or `NOSCRIPT`; `ERR` if the server gives none.
    package let prefix: String
    /// The message after the kind.
    ///
    /// It may quote keys and arguments, so it must not be logged.
    package let message: String

    /// Creates an error reply from its two parts.
    package init(prefix: String, message: String) {
        self.prefix = prefix
        self.message = message
    }

    /// Parses the line of an error reply, without its leading `-`.
    ///
    /// A line that does not start with a word in capitals, as scripts may return, becomes the message.
    package init(line: String) {
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        if let first = words.first, !first.isEmpty, first.allSatisfy({ $0.isASCII && $0.isUppercase }) {
            self.init(prefix: String(first), message: words.count > 1 ? String(words[1]) : "")
        } else {
            self.init(prefix: "ERR", message: line)
        }
    }
}
