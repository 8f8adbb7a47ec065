//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hiredis

/// A command that got no answer, or a refusal.
///
/// What a caller needs to decide is ``outcome``: whether the command may have run. ``description`` names no keys and no
/// values, so it can be logged; ``debugDescription`` has the server's own words, which may quote them.
package struct RedisError: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// What is known about a command's effect.
    package enum Outcome: String, Sendable, Hashable {
        /// The command was never written, so it did not run.
        case notSent
        /// The command was written and no reply came: it may have run or not.
        case unknown
        /// The server replied.
        case replied
    }

    /// What went wrong.
    package let code: Code
    /// What is known about the command's effect.
    package let outcome: Outcome
    /// A sentence for people, without keys and values.
    package let message: String
    /// The server's refusal, for ``Code/server`` and ``Code/handshakeRefused``.
    package let serverError: RESPError?

    /// Creates an error.
    package init(_ code: Code, _ message: String, outcome: Outcome, serverError: RESPError? = nil) {
        self.code = code
        self.outcome = outcome
        self.message = message
        self.serverError = serverError
    }

    static func server(_ error: RESPError) -> RedisError {
        RedisError(.server, "the server refused with \(error.prefix)", outcome: .replied, serverError: error)
    }

    package var description: String {
        "Redis \(self.code): \(self.message) (\(self.outcome.rawValue))"
    }

    package var debugDescription: String {
        guard let serverError else { return self.description }
        return "\(self.description): \(serverError.prefix) \(serverError.message)"
    }
}

extension RedisError {
    /// A kind of error; more of them may come.
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
        }

        private let base: Base

        /// There was no connection within the command timeout, or the client has been shut down.
        package static let unavailable = Code(base: .unavailable)
        /// The reply did not come in time.
        package static let timeout = Code(base: .timeout)
        /// The connection ended before the reply.
        package static let connectionLost = Code(base: .connectionLost)
        /// The task was cancelled; the reply, if one comes, is thrown away.
        package static let cancelled = Code(base: .cancelled)
        /// The server refused the command.
        package static let server = Code(base: .server)
        /// The server refused the user, the password or the database, or is still loading its data.
        package static let handshakeRefused = Code(base: .handshakeRefused)
        /// The server sent something that is not of the protocol.
        package static let protocolViolation = Code(base: .protocolViolation)
        /// The command is larger than can be formatted.
        package static let commandTooLarge = Code(base: .commandTooLarge)

        package var description: String { self.base.rawValue }
    }
}
