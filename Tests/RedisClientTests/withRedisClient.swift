//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Logging
import RedisClient

extension Logger {
    /// A logger without output.
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

/// Runs a body with a running client, and stops the client afterwards.
func withRedisClient<Result: Sendable>(
    _ url: String,
    commandTimeout: Duration = .seconds(20),
    connectionCount: Int = 1,
    pendingReplyLimit: Int = 64 << 20,
    clientName: String? = nil,
    confirmation: RedisConfirmation? = nil,
    _ body: (RedisClient) async throws -> Result
) async throws -> Result {
    var configuration = try RedisConfiguration(url: url)
    // A busy test machine is slower than any Redis in production.
    configuration.timeouts.connect = .seconds(20)
    configuration.timeouts.handshake = .seconds(20)
    configuration.timeouts.command = commandTimeout
    configuration.connectionCount = connectionCount
    configuration.pendingReplyLimit = pendingReplyLimit
    configuration.clientName = clientName
    configuration.confirmation = confirmation
    let client = try RedisClient(configuration, logger: .silent)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await client.run() }
        do {
            let result = try await body(client)
            group.cancelAll()
            try await group.waitForAll()
            return result
        } catch {
            group.cancelAll()
            throw error
        }
    }
}
