//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// An instant of a run, to the nanosecond, on a monotonic clock that begins with the run.
///
/// Eight bytes, since a history has three of them for each of a million events. Sums and differences beyond 292 years
/// stop there, so that ``max`` plus anything is still later than everything.
public struct Instant: Sendable, Hashable {
    /// The nanoseconds since the run's start.
    public var nanoseconds: Int64

    /// The start of a run.
    @inlinable public static var start: Instant { Instant(nanoseconds: 0) }
    /// An instant before all others.
    @inlinable public static var min: Instant { Instant(nanoseconds: .min) }
    /// An instant after all others: that of something which never happens.
    @inlinable public static var max: Instant { Instant(nanoseconds: .max) }

    /// Creates an instant.
    ///
    /// - Parameter nanoseconds: The nanoseconds since the run's start.
    @inlinable
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Creates an instant.
    ///
    /// - Parameter seconds: The seconds since the run's start.
    package init(seconds: Double) { self.init(nanoseconds: Int64(nanosecondsIn: seconds)) }

    /// The seconds since the run's start.
    package var seconds: Double { Double(nanoseconds) / 1e9 }

    /// The last whole millisecond that is not later.
    package var cutToMilliseconds: Instant { Instant(nanoseconds: nanoseconds / 1_000_000 * 1_000_000) }
}

extension Instant: Comparable {
    /// Returns true if the first instant is the earlier one.
    @inlinable
    public static func < (first: Instant, second: Instant) -> Bool { first.nanoseconds < second.nanoseconds }
}

extension Instant {
    /// Returns the time from the second instant to the first.
    public static func - (end: Instant, start: Instant) -> Duration {
        let (difference, isTooLong) = end.nanoseconds.subtractingReportingOverflow(start.nanoseconds)
        return .nanoseconds(isTooLong ? (end < start ? .min : .max) : difference)
    }

    /// Returns the instant some time after another.
    public static func + (start: Instant, duration: Duration) -> Instant {
        let nanoseconds = duration.nanoseconds
        let (sum, isTooLate) = start.nanoseconds.addingReportingOverflow(nanoseconds)
        return isTooLate ? (nanoseconds < 0 ? .min : .max) : Instant(nanoseconds: sum)
    }

    /// Returns the instant some time before another.
    public static func - (end: Instant, duration: Duration) -> Instant {
        let nanoseconds = duration.nanoseconds
        let (difference, isTooEarly) = end.nanoseconds.subtractingReportingOverflow(nanoseconds)
        return isTooEarly ? (nanoseconds < 0 ? .max : .min) : Instant(nanoseconds: difference)
    }

    /// Moves an instant to a later one.
    public static func += (instant: inout Instant, duration: Duration) { instant = instant + duration }

    /// Moves an instant to an earlier one.
    public static func -= (instant: inout Instant, duration: Duration) { instant = instant - duration }
}

// In a history an instant is a bare number of nanoseconds.
extension Instant: Codable {
    /// Decodes an instant from its nanoseconds.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: `DecodingError` for anything but a whole number.
    public init(from decoder: any Decoder) throws {
        self.init(nanoseconds: try decoder.singleValueContainer().decode(Int64.self))
    }

    /// Encodes the instant's nanoseconds.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: Any error of the encoder.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(nanoseconds)
    }
}
