//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hiredis

/// An error of the client, or an error reply of the server.
///
/// Callers decide by ``outcome``: whether the command may have run. ``description`` contains neither keys nor values,
/// so it can be logged; ``debugDescription`` has the server's message, which may quote them.
package struct RedisError: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The known effect of a command.
    package enum Outcome: String, Sendable, Hashable {
        /// The command was not written, so it did not run.
        case notSent
        /// The command was written without a reply: it may have run or not.
        case unknown
        /// The server replied.
        case replied
    }

    /// The kind of error.
    package let code: Code
    /// The known effect of the command.
    package let outcome: Outcome
    /// The message for people, without keys and values.
    package let message: String
    /// The error reply of the server, for ``Code/server`` and ``Code/handshakeRefused``.
    package let serverError: RESPError?

    /// Creates an error.
    package init(_ code: Code, _ message: String, outcome: Outcome, serverError: RESPError? = nil) {
        self.code = code
        self.outcome = outcome
        self.message = message
        self.serverError = serverError
    }

    static func server(_ error: RESPError) -> RedisError {
        let remedy = error.prefix == "MOVED" ? "; it belongs to a cluster: write redis+cluster:// in its address" : ""
        return RedisError(
            .server,
            "the server refused with \(error.prefix)\(remedy)",
            outcome: .replied,
            serverError: error
        )
    }

    package var description: String {
        "Redis \(code): \(message) (\(outcome.rawValue))"
    }

    package var debugDescription: String {
        guard let serverError else { return description }
        return "\(description): \(serverError.prefix) \(serverError.message)"
    }
}

extension RedisError {
    /// A kind of error; further kinds may be added.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Base: String {
            case unavailable
            case timeout
            case connectionLost
            case cancelled
            case server
            case handshakeRefused
            case protocolViolation
            case commandTooLarge
            case unconfirmed
        }

        private let base: Base

        /// There was no connection within the command timeout, or the client has been shut down.
        package static let unavailable = Code(base: .unavailable)
        /// The reply did not arrive in time.
        package static let timeout = Code(base: .timeout)
        /// The connection closed before the reply.
        package static let connectionLost = Code(base: .connectionLost)
        /// The task was cancelled; the reply is discarded.
        package static let cancelled = Code(base: .cancelled)
        /// The server returned an error reply.
        package static let server = Code(base: .server)
        /// The server refused the user, the password or the database, or is still loading its data.
        package static let handshakeRefused = Code(base: .handshakeRefused)
        /// The server sent data that violate the protocol.
        package static let protocolViolation = Code(base: .protocolViolation)
        /// The command is too large to be formatted.
        package static let commandTooLarge = Code(base: .commandTooLarge)
        /// The command has run, and whether its writes survive was not confirmed in time.
        package static let unconfirmed = Code(base: .unconfirmed)

        package var description: String { base.rawValue }
    }
}
