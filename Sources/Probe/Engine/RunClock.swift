//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
public import ProbeHistory

/// The clock of a run, injected so that tests need not wait.
public struct RunClock: Sendable {
    /// The current instant of a monotonic clock, which starts with the run.
    public var now: @Sendable () -> Instant
    /// The wait until ``now`` has reached a value; throws `CancellationError` when the task is cancelled.
    public var sleep: @Sendable (_ until: Instant) async throws -> Void
    /// The wall-clock time of the start, ISO 8601 in UTC.
    public var startedAt: String { didSet { start = Self.date(startedAt) } }
    /// The same time, read once: each request asks for it.
    private var start: Date?

    /// Creates a clock.
    ///
    /// - Parameters:
    ///   - startedAt: The wall-clock time of the start, ISO 8601 in UTC.
    ///   - now: Returns the current instant; never goes back.
    ///   - sleep: Waits until an instant of that clock.
    public init(
        startedAt: String,
        now: @escaping @Sendable () -> Instant,
        sleep: @escaping @Sendable (_ until: Instant) async throws -> Void
    ) {
        self.startedAt = startedAt
        start = Self.date(startedAt)
        self.now = now
        self.sleep = sleep
    }

    /// Returns the wall-clock time of an instant; counted from the present where that of the start cannot be read.
    func date(of instant: Instant) -> Date {
        (start ?? .now).addingTimeInterval(instant.seconds)
    }

    private static func date(_ text: String) -> Date? {
        try? Date(text, strategy: Date.ISO8601FormatStyle.isoMilliseconds)
    }

    /// Creates a clock of the machine, which starts now.
    public static func continuous() -> RunClock {
        let clock = ContinuousClock()
        let start = clock.now
        return RunClock(
            startedAt: Date.now.formatted(.isoMilliseconds),
            now: { Instant.start + start.duration(to: clock.now) },
            sleep: { try await clock.sleep(until: start.advanced(by: $0 - Instant.start), tolerance: .zero) }
        )
    }
}
