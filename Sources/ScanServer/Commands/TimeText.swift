//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import KitSupport

/// The parser of times on the command line: a date, or ISO 8601 with an offset.
enum TimeText {
    /// Parses a time; a date means midnight in UTC.
    static func date(from text: String) throws -> Date {
        for style in [Date.ISO8601FormatStyle.isoSeconds, .isoMilliseconds, .isoDay] {
            if let date = try? style.parse(text) { return date }
        }
        throw ValidationError("A time is given as 2026-01-27T10:15:30Z, or as 2026-01-27.")
    }
}
