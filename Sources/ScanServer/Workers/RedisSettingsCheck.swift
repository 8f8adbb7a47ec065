//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Logging
import RedisClient
import ScanRedis
import ServiceLifecycle

/// A service that warns once, at the start, of Redis settings that may lose scans.
struct RedisSettingsCheck: Service {
    let client: RedisClient
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await warn() }
        // A service that returns would stop the service group.
        try? await gracefulShutdown()
    }

    private func warn() async {
        while !Task.isCancelled {
            do throws(RedisError) {
                for warning in try await RedisSettings(of: client).warnings { logger.warning("\(warning)") }
                return
            } catch  where error.code == .server {
                logger.info("Redis does not tell its settings", metadata: ["error": "\(error)"])
                return
            } catch {
                // No pause is needed, since each attempt has waited for a connection.
                continue
            }
        }
    }
}
