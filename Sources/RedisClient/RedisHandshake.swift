//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis

/// The handshake before the first command: authentication, database, connection name and readiness.
///
/// It omits `HELLO`, since hiredis 0.14 cannot parse its reply in version 3 of the protocol. The `PING` detects the
/// errors that would otherwise hit the first caller: a missing password, or a server that is still loading its data.
struct RedisHandshake: Sendable, Equatable {
    private enum Step: Sendable, Equatable {
        case auth
        case select
        case clientName
        case ping
    }

    private let steps: [Step]
    let commands: [RedisCommand]

    init(_ configuration: RedisConfiguration) {
        var steps: [Step] = []
        var commands: [RedisCommand] = []
        if let password = configuration.password {
            steps.append(.auth)
            commands.append(.auth(user: configuration.user, password: password))
        }
        if configuration.database != 0 {
            steps.append(.select)
            commands.append(.select(configuration.database))
        }
        if let name = configuration.clientName {
            steps.append(.clientName)
            commands.append(.clientSetName(name))
        }
        self.steps = steps + [.ping]
        self.commands = commands + [.ping]
    }

    /// Returns the error that makes the connection unusable, if the replies contain one.
    func refusal(in replies: [RESPValue]) -> RedisError? {
        // The server sends this error before it reads anything, so it arrives in place of the first reply.
        if let error = replies.lazy.compactMap(\.error).first(where: \.isOutOfClients) {
            let message = "the server has no place for another client: raise its maxclients, or let fewer connect"
            return RedisError(.handshakeRefused, message, outcome: .notSent, serverError: error)
        }
        for (step, reply) in zip(steps, replies) {
            guard let error = reply.error, step != .clientName else { continue }
            let message =
                switch (step, error.prefix) {
                case (_, "LOADING"): "the server is still loading its data"
                case (_, "NOAUTH"): "the server asks for a password, and the address has none"
                case (.auth, _): "the server refused the user name or the password (\(error.prefix))"
                case (.select, _): "the server has no database of that number, or refuses it (\(error.prefix))"
                default: "the server refused to answer PING (\(error.prefix))"
                }
            return RedisError(.handshakeRefused, message, outcome: .notSent, serverError: error)
        }
        return nil
    }
}

extension RESPError {
    fileprivate var isOutOfClients: Bool { message.contains("max number of clients") }
}
