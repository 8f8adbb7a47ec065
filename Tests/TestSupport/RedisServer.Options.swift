//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension RedisServer {
    /// How a test server listens, authenticates and persists.
    package struct Options: Sendable {
        /// What ``RedisServer/url`` speaks of; the Unix socket in the server's directory is there in any case.
        package enum Transport: Sendable {
            /// A Unix domain socket: the quickest, and it cannot collide with another server.
            case unixSocket
            /// TCP on 127.0.0.1, on a free port that the system chose.
            case tcp
            /// TLS on 127.0.0.1, with a certificate made for this server.
            case tls
        }

        /// A user of the access control list who may do everything.
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

        /// How clients reach the server.
        package var transport: Transport
        /// The password of the default user; `nil` asks for none.
        package var password: String?
        /// A further user, whom ``RedisServer/url`` then names.
        package var user: User?
        /// The database that ``RedisServer/url`` names.
        package var database: Int
        /// Whether every write is on disk before its answer, so that a restart keeps all that was acknowledged.
        package var isAppendOnly: Bool
        /// Further arguments of `redis-server`, such as `["--maxmemory", "100mb"]`.
        package var extraArguments: [String]

        /// Creates options; the defaults are a Unix socket, no password and nothing kept.
        package init(
            transport: Transport = .unixSocket,
            password: String? = nil,
            user: User? = nil,
            database: Int = 0,
            isAppendOnly: Bool = false,
            extraArguments: [String] = []
        ) {
            self.transport = transport
            self.password = password
            self.user = user
            self.database = database
            self.isAppendOnly = isAppendOnly
            self.extraArguments = extraArguments
        }
    }
}
