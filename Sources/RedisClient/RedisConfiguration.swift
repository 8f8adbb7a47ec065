//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// The configuration of a Redis client: address, credentials, timeouts and backoff.
package struct RedisConfiguration: Sendable, Hashable, CustomStringConvertible {
    /// An address to connect to.
    package enum Endpoint: Sendable, Hashable {
        /// A host and a port, plain or with TLS.
        case tcp(host: String, port: Int, isEncrypted: Bool)
        /// A Unix domain socket.
        case unixSocket(path: String)
    }

    /// The timeouts; each starts with the step that it limits.
    package struct Timeouts: Sendable, Hashable {
        /// The time from the call of `connect` to the established connection, including name resolution.
        ///
        /// Default: 2 s.
        package var connect: Duration = .seconds(2)
        /// The time from the established connection to the last reply of the handshake, including TLS.
        ///
        /// Default: 2 s.
        package var handshake: Duration = .seconds(2)
        /// The time from the call of a command to its reply, including the wait for a connection.
        ///
        /// Default: 1 s.
        ///
        /// On a dedicated connection the blocking time of a blocking command is added.
        package var command: Duration = .seconds(1)

        /// Creates the default timeouts.
        package init() {}
    }

    /// The servers that an address leads to.
    package enum Deployment: Sendable, Hashable {
        /// One server.
        case single
        /// A cluster, whose nodes tell of each other.
        case cluster
        /// The master of a name, which Sentinels know.
        case sentinel(master: String, user: String?, password: String?)
    }

    /// The address to connect to; the first one of several.
    package var endpoint: Endpoint
    /// The addresses of further nodes of a cluster, or of further Sentinels.
    package var furtherEndpoints: [Endpoint] = []
    /// The servers that the addresses lead to.
    package var deployment = Deployment.single
    /// The user name; `nil` for the default user.
    package var user: String?
    /// The password; `nil` for none; never printed.
    package var password: String?
    /// The number of the database.
    package var database: Int
    /// The path of a PEM file with the trusted certificates for TLS; `nil` for those of the system.
    package var certificateAuthorities: String?
    /// The name of the connections in `CLIENT LIST`, without spaces; `nil` for none.
    package var clientName: String?
    /// The timeouts.
    package var timeouts = Timeouts()
    /// The backoff between connection attempts.
    package var backoff = RedisBackoff()
    /// The maximum size of one reply, in bytes as received; a larger reply closes the connection.
    ///
    /// Default: 64 MiB.
    package var pendingReplyLimit = 64 << 20
    /// The number of shared connections.
    ///
    /// Default: 1, since one connection multiplexes well.
    package var connectionCount = 1
    /// The confirmation that ``RedisClient/confirm(_:keys:arguments:)`` waits for; `nil` for none.
    package var confirmation: RedisConfirmation?

    /// Creates a configuration for an endpoint.
    package init(endpoint: Endpoint, user: String? = nil, password: String? = nil, database: Int = 0) {
        self.endpoint = endpoint
        self.user = user
        self.password = password
        self.database = database
    }

    /// All addresses: of the server, of nodes of the cluster, or of Sentinels.
    package var endpoints: [Endpoint] { [endpoint] + furtherEndpoints }

    /// The address without the password, for logs and messages.
    package var description: String {
        let userInfo = password == nil ? "" : "\(user ?? ""):***@"
        switch endpoint {
        case .tcp(_, _, let isEncrypted):
            let scheme = isEncrypted ? "rediss" : "redis"
            let hosts = endpoints.map(\.description).joined(separator: ",")
            return switch deployment {
            case .single: "\(scheme)://\(userInfo)\(hosts)/\(database)"
            case .cluster: "\(scheme)+cluster://\(userInfo)\(hosts)"
            case .sentinel(let master, _, _):
                "\(scheme)+sentinel://\(userInfo)\(hosts)/\(database)?master=\(master)"
            }
        case .unixSocket(let path):
            return "unix://\(userInfo)\(path)?db=\(database)"
        }
    }
}

extension RedisConfiguration.Endpoint: CustomStringConvertible {
    /// The host with its port, or the path of the socket.
    package var description: String {
        switch self {
        case .tcp(let host, let port, _): HostAndPort(host: host, port: port).description
        case .unixSocket(let path): path
        }
    }
}

extension RedisConfiguration: CustomDebugStringConvertible, CustomReflectable {
    package var debugDescription: String { description }

    /// A mirror without the password, so that neither `dump` nor reflection shows it.
    package var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
