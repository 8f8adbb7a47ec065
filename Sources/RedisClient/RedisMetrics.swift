//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import Metrics
import Synchronization

/// The counters of a client: what it failed at, and its connections.
final class RedisMetrics: Sendable {
    let connections = Counter(label: "redis_connections_total")
    let connectionsLost = Counter(label: "redis_connections_lost_total")
    let connectionFailures = Counter(label: "redis_connection_failures_total")
    private let errors: Mutex<[RedisError.Code: Counter]>

    /// The refusals that the client expects, and answers by itself.
    private static let expected: Set<String> = [
        "NOSCRIPT", "NOGROUP", "BUSYGROUP", "MOVED", "ASK", "TRYAGAIN",
    ]

    init() {
        let usual: [RedisError.Code] = [.unavailable, .timeout, .connectionLost, .server]
        errors = Mutex(Dictionary(uniqueKeysWithValues: usual.map { ($0, Self.counter($0)) }))
    }

    /// Counts a command that failed; one whose task was cancelled did not.
    func count(_ error: RedisError) {
        guard error.code != .cancelled else { return }
        let counter = errors.withLock { errors in
            let counter = errors[error.code] ?? Self.counter(error.code)
            errors[error.code] = counter
            return counter
        }
        counter.increment()
    }

    /// Counts the refusals among replies.
    func countErrors(in replies: [RESPValue]) {
        for reply in replies {
            if let error = reply.error, !Self.expected.contains(error.prefix) { count(.server(error)) }
        }
    }

    private static func counter(_ code: RedisError.Code) -> Counter {
        Counter(label: "redis_errors_total", dimensions: [("kind", "\(code)")])
    }
}
