//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The exponential backoff between connection attempts, with a cap and full jitter, so that workers do not reconnect
/// all at once.
package struct RedisBackoff: Sendable, Hashable {
    /// The upper bound of the first pause.
    ///
    /// Default: 50 ms.
    package var base: Duration = .milliseconds(50)
    /// The upper bound of every pause.
    ///
    /// Default: 1 s.
    package var cap: Duration = .seconds(1)

    /// Creates the default backoff.
    package init() {}

    /// Returns the pause before the next attempt, drawn uniformly between zero and its upper bound.
    ///
    /// - Parameters:
    ///   - failures: The number of failed attempts since the last success.
    ///   - generator: The source of randomness.
    /// - Returns: The pause.
    func pause(after failures: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        // 2^20 times any sensible base exceeds any sensible cap, and does not overflow.
        let bound = min(cap, base * (1 << min(max(failures, 0), 20)))
        return bound * Double.random(in: 0...1, using: &generator)
    }
}
