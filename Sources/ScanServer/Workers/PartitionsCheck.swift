//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import RedisClient
import ScanCore
import ScanRedis

/// The check at the start that the store has as many partitions as this server was told.
enum PartitionsCheck {
    /// Writes the number of partitions down, or compares it with the one that is written down.
    ///
    /// - Parameter configuration: The configuration of the server.
    /// - Throws: ``ServerError`` if the store has another number.
    static func run(_ configuration: ServerConfiguration) async throws {
        guard let url = configuration.redisURL, let partitions = configuration.redisPartitions else { return }
        try await RedisAtStart.ask(url) { client in
            let backend = RedisBackend(
                client: client,
                keys: RedisKeys(prefix: configuration.keyPrefix),
                partitions: partitions,
                lifetimes: configuration.lifetimes,
                clock: .system
            )
            do throws(StoreError) {
                try await backend.checkPartitions()
            } catch {
                // A server starts without an answer, and its workers ask again.
                if error.code == .corrupt { throw ServerError(error.description) }
            }
        }
    }
}
