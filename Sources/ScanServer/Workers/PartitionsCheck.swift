//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Logging
import RedisClient
import ScanCore
import ScanRedis

/// The check at the start that the store has as many partitions as this server was told.
enum PartitionsCheck {
    /// The time that a cluster may take to tell; a server starts without it, and its workers ask again.
    private static let patience = Duration.seconds(3)

    /// Writes the number of partitions down, or compares it with the one that is written down.
    ///
    /// - Parameter configuration: The configuration of the server.
    /// - Throws: ``ServerError`` if the store has another number.
    static func run(_ configuration: ServerConfiguration) async throws {
        guard let url = configuration.redisURL, let partitions = configuration.redisPartitions else { return }
        var redis = try RedisConfiguration(url: url)
        redis.timeouts.command = patience
        let client = try RedisClient(redis, logger: Logger(label: "check") { _ in SwiftLogNoOpLogHandler() })
        let backend = RedisBackend(
            client: client,
            keys: RedisKeys(prefix: configuration.keyPrefix),
            partitions: partitions,
            lifetimes: configuration.lifetimes,
            clock: .system
        )
        let error = await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            defer { group.cancelAll() }
            do throws(StoreError) {
                try await backend.checkPartitions()
                return StoreError?.none
            } catch {
                return error
            }
        }
        if let error, error.code == .corrupt { throw ServerError(error.description) }
    }
}
