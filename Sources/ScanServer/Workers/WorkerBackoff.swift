//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The pause before a worker is restarted, which grows with repeated failures and is randomized.
struct WorkerBackoff {
    /// The longest pause.
    ///
    /// It is short enough that all workers run again within seconds after the last of many kills.
    static let longest = Duration.seconds(2)
    /// The longest first pause.
    static let first = Duration.milliseconds(100)
    /// The running time of a worker after which the pauses start from the shortest again.
    static let healthyAge = Duration.seconds(10)

    private var failures = 0

    /// Counts an end and returns a random pause between half of the current upper bound and all of it.
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
