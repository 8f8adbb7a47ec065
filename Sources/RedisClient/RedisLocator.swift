//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The way to a server: a fixed address, or the master that Sentinels know.
enum RedisLocator: Sendable, CustomStringConvertible {
    case fixed(RedisConfiguration.Endpoint)
    case sentinel(RedisSentinel)

    var description: String {
        switch self {
        case .fixed(let endpoint): "\(endpoint)"
        case .sentinel(let sentinel): "the master \(sentinel.master)"
        }
    }

    /// A flag that is true if another connection may lead to another server.
    var followsMaster: Bool {
        if case .sentinel = self { true } else { false }
    }

    /// Opens a connection that is ready for commands.
    func connect(_ connector: RedisConnector) async throws(RedisError) -> RedisConnection {
        switch self {
        case .fixed(let endpoint): try await connector.connect(to: endpoint)
        case .sentinel(let sentinel): try await sentinel.connect(connector)
        }
    }
}
