//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Text from elsewhere, made safe to show and short enough to read.
enum PlainText {
    /// Replaces what could steer a terminal, reorder a line or be invisible by its number, such as `\u{202e}`.
    ///
    /// An answer of a deployment ends up in the evidence; it must not be able to clear the screen or fake a verdict.
    /// Every character that XML 1.0 forbids is among those replaced.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - keepsLines: Whether line feeds stay as they are.
    /// - Returns: The text, without any character that acts instead of being seen.
    static func visible(_ text: String, keepsLines: Bool = false) -> String {
        func isKept(_ scalar: Unicode.Scalar) -> Bool {
            keepsLines && scalar == "\n" || !self.isUnsafe(scalar)
        }
        guard !text.unicodeScalars.allSatisfy(isKept) else { return text }
        var safe = ""
        for scalar in text.unicodeScalars {
            if isKept(scalar) {
                safe.unicodeScalars.append(scalar)
            } else {
                safe += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return safe
    }

    /// Cuts a text that is longer than a limit, and says how much was left out.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: How many Unicode scalars stay; a scalar and not a character, of which one may be endless.
    /// - Returns: The text, or its beginning with a note.
    static func cut(_ text: String, to limit: Int) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return text }
        return "\(String(scalars[..<end]))… (\(scalars[end...].count) more characters)"
    }

    /// Whether a character acts instead of being seen.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
