//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A protocol error: a stream that cannot be parsed any further, or a command that cannot be formatted.
///
/// After a parse error the position in the stream is unknown: close the connection, never resynchronise it.
package enum RESPProtocolError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The bytes violate the protocol; the message is hiredis's.
    case malformed(String)
    /// One reply, possibly incomplete, exceeds the limit in bytes.
    case replyTooLarge(limit: Int)
    /// The command exceeds hiredis's maximum of 2 GiB.
    case commandTooLarge
    /// Out of memory for the value or the command.
    case outOfMemory

    package var description: String {
        switch self {
        case .malformed(let reason): "malformed reply: \(reason)"
        case .replyTooLarge(let limit): "a reply is larger than \(limit) bytes"
        case .commandTooLarge: "the command is larger than 2 GiB"
        case .outOfMemory: "out of memory"
        }
    }
}
