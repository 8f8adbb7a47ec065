//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

internal import Crypto

/// A script in Lua, with the digest by which the server keeps it.
///
/// Mind what Redis does to a script's reply: a number loses its fraction, and a table ends before its first `nil`.
///
/// Source: https://redis.io/docs/latest/develop/programmability/eval-intro/
package struct RedisScript: Sendable, Hashable {
    /// The script's text.
    package let source: String
    /// The SHA-1 of the text in 40 hex digits, as `SCRIPT LOAD` returns it.
    package let digest: String
    /// Whether the script changes nothing, so that it may run again when its reply got lost.
    package let isReadOnly: Bool

    /// Creates a script.
    ///
    /// - Parameters:
    ///   - source: The script's text.
    ///   - isReadOnly: Whether the script changes nothing.
    package init(_ source: String, isReadOnly: Bool = false) {
        self.source = source
        self.isReadOnly = isReadOnly
        // Not for security: Redis names scripts by their SHA-1.
        self.digest = Insecure.SHA1.hash(data: Array(source.utf8)).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }
}
