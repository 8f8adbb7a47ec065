//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// Foreign text, escaped for display and shortened.
enum PlainText {
    /// Escapes control, direction and invisible characters, for example as `\u{202e}`.
    ///
    /// Responses of a deployment become evidence in reports; they must not be able to clear the screen or fake a
    /// verdict. All characters that XML 1.0 forbids are escaped too.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - keepsLines: True if line feeds are kept.
    /// - Returns: The text, without control and invisible characters.
    static func visible(_ text: String, keepsLines: Bool = false) -> String {
        text.harmless(keepingLines: keepsLines)
    }

    /// Truncates a text that is longer than a limit, with a note of the omitted length.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: The maximum number of Unicode scalars, not of characters, since one character may be endless.
    /// - Returns: The text, or its beginning with a note.
    static func cut(_ text: String, to limit: Int) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return text }
        return "\(String(scalars[..<end]))… (\(scalars[end...].count) more characters)"
    }
}
