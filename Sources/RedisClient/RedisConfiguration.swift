//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Where Redis is, who we are there, and how patient we are.
package struct RedisConfiguration: Sendable, Hashable, CustomStringConvertible {
    /// An address to connect to.
    package enum Endpoint: Sendable, Hashable {
        /// A host and a port, plain or with TLS.
        case tcp(host: String, port: Int, isEncrypted: Bool)
        /// A Unix domain socket.
        case unixSocket(path: String)
    }

    /// The limits of waiting; each starts anew with what it limits.
    package struct Timeouts: Sendable, Hashable {
        /// From the call of `connect` to the established connection, names resolved.
        ///
        /// Default: 2 s.
        package var connect: Duration = .seconds(2)
        /// From the established connection to the last reply of the handshake, TLS included.
        ///
        /// Default: 2 s.
        package var handshake: Duration = .seconds(2)
        /// From the call of a command to its reply, the wait for a connection included.
        ///
        /// Default: 1 s.
        ///
        /// On a dedicated connection a blocking command gets the time that the server may hold it back on top.
        package var command: Duration = .seconds(1)

        /// Creates the defaults.
        package init() {}
    }

    /// Where to connect to.
    package var endpoint: Endpoint
    /// The user, `nil` for the default user.
    package var user: String?
    /// The password, `nil` to connect without one; never printed.
    package var password: String?
    /// The number of the database.
    package var database: Int
    /// A PEM file with the certificates to trust for TLS; `nil` trusts those of the system.
    package var certificateAuthorities: String?
    /// The name of the connections in `CLIENT LIST`, without spaces; `nil` gives them none.
    package var clientName: String?
    /// The limits of waiting.
    package var timeouts = Timeouts()
    /// The pauses between attempts to connect.
    package var backoff = RedisBackoff()
    /// The largest size of one reply, in bytes of the wire; a larger one closes the connection.
    ///
    /// Default: 64 MiB.
    package var pendingReplyLimit = 64 << 20
    /// How many connections the ordinary commands share.
    ///
    /// Default: 1, since one multiplexes well.
    package var connectionCount = 1

    /// Creates a configuration for an endpoint.
    package init(endpoint: Endpoint, user: String? = nil, password: String? = nil, database: Int = 0) {
        self.endpoint = endpoint
        self.user = user
        self.password = password
        self.database = database
    }

    /// The address without the password, for logs and messages.
    package var description: String {
        let userInfo = self.password == nil ? "" : "\(self.user ?? ""):***@"
        switch self.endpoint {
        case .tcp(let host, let port, let isEncrypted):
            let name = host.contains(":") ? "[\(host)]" : host
            return "\(isEncrypted ? "rediss" : "redis")://\(userInfo)\(name):\(port)/\(self.database)"
        case .unixSocket(let path):
            return "unix://\(userInfo)\(path)?db=\(self.database)"
        }
    }
}

extension RedisConfiguration: CustomDebugStringConvertible, CustomReflectable {
    package var debugDescription: String { self.description }

    /// Nothing to look at, so that `dump` and reflection do not show the password either.
    package var customMirror: Mirror { Mirror(self, children: ["address": self.description]) }
}
