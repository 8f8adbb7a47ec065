//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension RedisServer {
    /// The options of a test server: transport, authentication and persistence.
    package struct Options: Sendable {
        /// The transport in ``RedisServer/url``; the Unix socket in the server's directory always exists.
        package enum Transport: Sendable {
            /// A Unix domain socket: the fastest, and without collisions with other servers.
            case unixSocket
            /// TCP on 127.0.0.1, on a free port chosen by the system.
            case tcp
            /// TLS on 127.0.0.1, with a certificate made for this server.
            case tls
        }

        /// A user of the access control list with all permissions.
        package struct User: Sendable {
            /// The user's name.
            package var name: String
            /// The user's password.
            package var password: String

            /// Creates a user.
            package init(name: String, password: String) {
                self.name = name
                self.password = password
            }
        }

        /// The transport for clients.
        package var transport: Transport
        /// The password of the default user; `nil` for none.
        package var password: String?
        /// A further user, whom ``RedisServer/url`` then names.
        package var user: User?
        /// The database that ``RedisServer/url`` names.
        package var database: Int
        /// A flag that is true if every write is synced to disk before its reply, so that acknowledged data survive a
        /// restart.
        package var isAppendOnly: Bool
        /// Further arguments of `redis-server`, such as `["--maxmemory", "100mb"]`.
        package var extraArguments: [String]
        /// A flag that is true if the server is to get an error, and no signal, when a file is at its limit.
        package var toleratesFileLimit: Bool
        /// Variables of the server's environment beside those of the tests.
        package var environment: [String: String]

        /// Creates options; the defaults are a Unix socket, no password and no persistence.
        package init(
            transport: Transport = .unixSocket,
            password: String? = nil,
            user: User? = nil,
            database: Int = 0,
            isAppendOnly: Bool = false,
            extraArguments: [String] = [],
            toleratesFileLimit: Bool = false,
            environment: [String: String] = [:]
        ) {
            self.transport = transport
            self.password = password
            self.user = user
            self.database = database
            self.isAppendOnly = isAppendOnly
            self.extraArguments = extraArguments
            self.toleratesFileLimit = toleratesFileLimit
            self.environment = environment
        }
    }
}
