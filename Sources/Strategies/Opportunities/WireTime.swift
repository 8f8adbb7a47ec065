//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport

/// The wire format of times: ISO 8601 in UTC with milliseconds, such as `2026-01-27T10:15:30.123Z`.
///
/// Source: `Conformance/Contract/api.md#times`.
enum WireTime {
    /// Rounds a time to the millisecond, so that a round trip over the wire does not change it.
    static func rounded(_ date: Date) -> Date {
        Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000)
    }

    /// Formats a rounded time.
    static func text(from date: Date) -> String {
        // The style truncates fractions rather than rounding them, and most milliseconds lie a little below their
        // binary value; adding a quarter of a millisecond makes the truncation exact.
        date.addingTimeInterval(0.000_25).formatted(style)
    }

    /// Parses a time.
    ///
    /// - Throws: The format style's error for text of another form.
    static func date(from text: String) throws -> Date {
        rounded(try style.parse(text))
    }

    private static let style = Date.ISO8601FormatStyle.isoMilliseconds
}
