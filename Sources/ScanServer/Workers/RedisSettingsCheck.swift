//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Logging
import RedisClient
import ScanRedis
import ServiceLifecycle

/// Warns at the start of what a Redis is set to that may cost scans.
struct RedisSettingsCheck: Service {
    let client: RedisClient
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await warn() }
        // A service that returns would end the group.
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
                // Each attempt has waited for a connection already.
                continue
            }
        }
    }
}
