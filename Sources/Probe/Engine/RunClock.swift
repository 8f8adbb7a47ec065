//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import ProbeHistory

/// The clock of a run, injected so that tests need not wait.
public struct RunClock: Sendable {
    /// The nanoseconds of a monotonic clock since the clock was created.
    public var now: @Sendable () -> Int64
    /// The wait until ``now`` has reached a value; throws `CancellationError` when the task is cancelled.
    public var sleep: @Sendable (_ until: Int64) async throws -> Void
    /// The wall-clock time of the start, ISO 8601 in UTC.
    public var startedAt: String

    /// Creates a clock.
    ///
    /// - Parameters:
    ///   - startedAt: The wall-clock time of the start, ISO 8601 in UTC.
    ///   - now: Returns nanoseconds since the clock was created; never goes back.
    ///   - sleep: Waits until a time of that clock.
    public init(
        startedAt: String,
        now: @escaping @Sendable () -> Int64,
        sleep: @escaping @Sendable (_ until: Int64) async throws -> Void
    ) {
        self.startedAt = startedAt
        self.now = now
        self.sleep = sleep
    }

    /// The wall-clock time of the start; the present where it cannot be read.
    var start: Date { (try? Date(startedAt, strategy: Date.ISO8601FormatStyle.isoMilliseconds)) ?? .now }

    /// Creates a clock of the machine, which starts now.
    public static func continuous() -> RunClock {
        let clock = ContinuousClock()
        let start = clock.now
        return RunClock(
            startedAt: Date.now.formatted(.isoMilliseconds),
            now: { start.duration(to: clock.now).nanoseconds },
            sleep: { try await clock.sleep(until: start.advanced(by: .nanoseconds($0)), tolerance: .zero) }
        )
    }
}

extension Int64 {
    /// Converts a number of seconds to nanoseconds.
    init(seconds: Double) {
        let nanoseconds = (seconds * 1e9).rounded()
        // A century and a half either way, so that sums of two stay within the type; nothing lasts as long.
        let longest = 4_000_000_000_000_000_000.0
        self.init(nanoseconds.isNaN ? 0 : Swift.min(Swift.max(nanoseconds, -longest), longest))
    }
}
