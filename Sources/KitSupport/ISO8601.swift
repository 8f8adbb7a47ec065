//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials

/// The formats of times, ISO 8601 in UTC.
extension FormatStyle where Self == Date.ISO8601FormatStyle {
    /// A time with milliseconds, such as `2026-01-27T10:15:30.123Z`.
    package static var isoMilliseconds: Self { Date.ISO8601FormatStyle(includingFractionalSeconds: true) }

    /// A time in whole seconds, such as `2026-01-27T10:15:30Z`.
    package static var isoSeconds: Self { Date.ISO8601FormatStyle() }

    /// A day, such as `2026-01-27`.
    package static var isoDay: Self { Date.ISO8601FormatStyle().year().month().day() }
}

extension Int {
    /// The time of so many seconds since 1970, ISO 8601 in UTC, such as `2026-01-27T10:15:30Z`.
    package var isoTime: String { Date(timeIntervalSince1970: Double(self)).formatted(.isoSeconds) }
}
