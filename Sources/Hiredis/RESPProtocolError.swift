//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A stream that cannot be read any further, or a command that cannot be formatted.
///
/// After an error in reading, the stream's position is unknown: the connection must be closed, never resynchronised.
package enum RESPProtocolError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The bytes are not of the protocol, in the words of hiredis.
    case malformed(String)
    /// One reply, or what came of it so far, is larger than the limit in bytes.
    case replyTooLarge(limit: Int)
    /// The command is larger than hiredis can format, which is 2 GiB.
    case commandTooLarge
    /// There was no memory for the value or the command.
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
