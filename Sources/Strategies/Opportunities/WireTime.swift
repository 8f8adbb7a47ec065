//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

/// Times as the wire carries them: ISO 8601 in UTC with milliseconds, such as `2026-01-27T10:15:30.123Z`.
///
/// Source: `Conformance/Contract/api.md#times`.
enum WireTime {
    /// Rounds a time to the millisecond, so that it survives the way over the wire unchanged.
    static func rounded(_ date: Date) -> Date {
        Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000)
    }

    /// Writes a time that was rounded.
    static func text(from date: Date) -> String {
        // The style cuts fractions off rather than rounding them, and most milliseconds lie a little below their binary
        // value; a quarter of a millisecond puts the cut on the right side.
        date.addingTimeInterval(0.000_25).formatted(style)
    }

    /// Reads a time.
    ///
    /// - Throws: What the format style throws on text of another form.
    static func date(from text: String) throws -> Date {
        rounded(try style.parse(text))
    }

    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}
