//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// How long to wait before a worker that ended is started again: longer and longer, and never the same for two of them.
struct WorkerBackoff {
    /// The longest pause.
    ///
    /// Short enough that all workers are up again a few seconds after the last of many kills.
    static let longest = Duration.seconds(2)
    /// The longest first pause.
    static let first = Duration.milliseconds(100)
    /// How long a worker has to have lived for its end to be the first again.
    static let healthyAge = Duration.seconds(10)

    private var failures = 0

    /// Counts an end and draws the pause after it, between one half of its upper bound and all of it.
    mutating func pause(
        afterLiving age: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> Duration {
        failures = age >= Self.healthyAge ? 0 : failures
        let bound = min(Self.longest, Self.first * (1 << min(failures, 10)))
        failures += 1
        return bound * Double.random(in: 0.5...1, using: &generator)
    }
}
