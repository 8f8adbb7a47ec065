//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Logging
import RedisClient

/// A look at Redis before the workers start, for what one error message is to say instead of one from each worker.
enum RedisAtStart {
    /// The time that Redis may take for each answer.
    private static let patience = Duration.seconds(3)

    /// Runs a body with a client, and disconnects it afterwards.
    static func ask<Answer: Sendable>(
        _ url: String,
        _ body: (RedisClient) async throws -> Answer
    ) async throws -> Answer {
        var configuration = try RedisConfiguration(url: url)
        configuration.timeouts.command = patience
        let client = try RedisClient(configuration, logger: Logger(label: "check") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            defer { group.cancelAll() }
            return try await body(client)
        }
    }
}
