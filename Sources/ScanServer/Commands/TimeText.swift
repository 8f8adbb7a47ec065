//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials

/// The parser of times on the command line: a date, or ISO 8601 with an offset.
enum TimeText {
    /// Parses a time; a date means midnight in UTC.
    static func date(from text: String) throws -> Date {
        let styles = [
            Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true),
            Date.ISO8601FormatStyle().year().month().day(),
        ]
        for style in styles {
            if let date = try? style.parse(text) { return date }
        }
        throw ValidationError("A time is given as 2026-01-27T10:15:30Z, or as 2026-01-27.")
    }
}
