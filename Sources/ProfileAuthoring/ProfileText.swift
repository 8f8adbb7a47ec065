//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The lines of a profile in YAML, each with the reason why it is as it is.
struct ProfileText {
    /// The longest line of a comment.
    private static let width = 100
    private(set) var text = ""

    /// Adds a comment, in lines of a readable length.
    mutating func comment(_ comment: String, indented: Int = 0) {
        let margin = String(repeating: " ", count: indented) + "#"
        var line = margin
        for word in comment.split(separator: " ") {
            if line.count + 1 + word.count > Self.width, line != margin {
                text += line + "\n"
                line = margin
            }
            line += " " + word
        }
        text += line + "\n"
    }

    /// Adds a line.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - reason: The comment above it.
    ///   - indented: The number of spaces before both.
    mutating func add(_ line: String, because reason: String? = nil, indented: Int = 0) {
        if let reason { comment(reason, indented: indented) }
        text += String(repeating: " ", count: indented) + line + "\n"
    }

    /// Adds an empty line.
    mutating func skip() { text += "\n" }

    /// Returns a text as YAML has it: plain where it cannot be misread.
    static func scalar(_ text: String) -> String {
        let isPlain =
            text.wholeMatch(of: /[A-Za-z$\/][A-Za-z0-9_\-.\/$]*/) != nil
            && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
        return isPlain ? text : quoted(text)
    }

    /// Returns a text in quotation marks.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                quoted += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Returns a list of texts.
    static func list(_ texts: [String]) -> String { "[" + texts.map(scalar).joined(separator: ", ") + "]" }

    /// Returns a list of numbers.
    static func list(_ numbers: some Sequence<Int>) -> String {
        "[" + Set(numbers).sorted().map(String.init).joined(separator: ", ") + "]"
    }
}
