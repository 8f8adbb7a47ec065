//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

internal import Crypto
import KitSupport

/// A Lua script, with the digest that identifies it on the server.
///
/// Redis converts a script's reply: a number loses its fraction, and a table ends before its first `nil`.
///
/// Source: https://redis.io/docs/latest/develop/programmability/eval-intro/
package struct RedisScript: Sendable, Hashable {
    /// The source of the script.
    package let source: String
    /// The SHA-1 of the source as 40 hex digits, as `SCRIPT LOAD` returns it.
    package let digest: String
    /// A flag that is true if the script changes nothing, so that it may be retried after a lost reply.
    package let isReadOnly: Bool

    /// Creates a script.
    ///
    /// - Parameters:
    ///   - source: The source of the script.
    ///   - isReadOnly: A flag that is true if the script changes nothing.
    package init(_ source: String, isReadOnly: Bool = false) {
        self.source = source
        self.isReadOnly = isReadOnly
        // Not for security: Redis identifies scripts by their SHA-1.
        digest = Insecure.SHA1.hash(data: Array(source.utf8)).hexadecimal
    }
}
