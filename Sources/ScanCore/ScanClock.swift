//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials

/// The clock of the server's logic, replaceable in tests.
package struct ScanClock: Sendable {
    /// Returns the current wall-clock time.
    package let now: @Sendable () -> Date
    /// Sleeps for a duration; throws `CancellationError` if the task is cancelled.
    package let sleep: @Sendable (Duration) async throws -> Void

    /// Creates a clock from two functions.
    package init(
        now: @escaping @Sendable () -> Date,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The system clock.
    package static let system = ScanClock(now: { Date() }, sleep: { try await Task.sleep(for: $0) })
}

extension Duration {
    /// The duration in seconds.
    package var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    /// The duration in whole milliseconds, rounded down.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}

extension Date {
    /// The time in milliseconds since 1970.
    package var epochMilliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }
}
