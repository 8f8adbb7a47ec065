//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Logging
import NIOCore
import Synchronization

/// The common parts of all servers of a client: configuration, connector, metrics, clock.
final class RedisEnvironment: Sendable {
    let configuration: RedisConfiguration
    let connector: RedisConnector
    let group: any EventLoopGroup
    let logger: Logger
    let clock: any Clock<Duration>
    let metrics = RedisMetrics()
    let roundTrips: RoundTripCounter
    private let randomness: Mutex<any RandomNumberGenerator & Sendable>

    init(
        _ configuration: RedisConfiguration,
        logger: Logger,
        group: any EventLoopGroup,
        clock: any Clock<Duration>,
        randomness: any RandomNumberGenerator & Sendable
    ) throws(RedisConfigurationError) {
        precondition(configuration.connectionCount > 0, "a client needs one connection at least")
        self.configuration = configuration
        self.group = group
        self.clock = clock
        self.randomness = Mutex(randomness)
        var logger = logger
        logger[metadataKey: "redis"] = "\(configuration)"
        self.logger = logger
        let roundTrips = RoundTripCounter()
        self.roundTrips = roundTrips
        connector = try RedisConnector(configuration: configuration, group: group, roundTrips: roundTrips)
    }

    /// Returns the pause before the next attempt to connect.
    func pause(after failures: Int) -> Duration {
        let backoff = configuration.backoff
        return randomness.withLock { generator in
            backoff.pause(after: failures, using: &generator)
        }
    }
}
