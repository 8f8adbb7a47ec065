//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Foreign text, escaped for a terminal.
package enum TerminalText {
    /// Escapes control characters; see ``PlainText/visible(_:keepsLines:)``.
    package static func safe(_ text: String) -> String { PlainText.visible(text) }

    /// Breaks a text into lines of at most a width, at spaces; a longer word is cut.
    static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in safe(text).split(separator: " ") {
            var rest = word
            if !line.isEmpty, line.count + 1 + rest.count > width {
                lines.append(line)
                line = ""
            }
            while rest.count > width, line.isEmpty {
                lines.append(String(rest.prefix(width)))
                rest = rest.dropFirst(width)
            }
            line += line.isEmpty ? String(rest) : " \(rest)"
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    /// Truncates a text to a width, and marks the truncation.
    package static func cut(_ text: String, width: Int) -> String {
        let safe = self.safe(text)
        return safe.count <= width ? safe : "\(safe.prefix(max(width - 1, 0)))…"
    }

    /// Pads a text with spaces to a width.
    static func padded(_ text: String, to width: Int, right: Bool = false) -> String {
        let space = String(repeating: " ", count: max(width - text.count, 0))
        return right ? space + text : text + space
    }
}

/// The colours of the terminal report.
enum TerminalStyle: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"

    /// Styles a text, which must be escaped already.
    func applied(to text: String, color: Bool) -> String {
        color ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
