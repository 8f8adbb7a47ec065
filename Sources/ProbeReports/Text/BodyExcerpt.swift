//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Excerpts of bodies: long lists and long texts are shortened, and the fields around them stay.
enum BodyExcerpt {
    /// The maximum number of shown characters of a body.
    static let limit = 1200
    /// The length up to which a body is shown unchanged.
    private static let verbatim = 600

    /// Returns the body, or its relevant part.
    static func text(of body: String) -> String {
        // Counting bytes is cheap, and gives at least the number of characters.
        guard body.utf8.count > verbatim else { return body }
        // Parsing a megabyte for an excerpt is too expensive.
        guard body.utf8.count <= 1_000_000, let value = JSONValue(parsing: body) else {
            return PlainText.cut(body, to: verbatim)
        }
        var text = ""
        write(value, indent: "", to: &text)
        return PlainText.cut(text, to: limit)
    }

    /// The members about the job's outcome; they come first, the others by name.
    private static let telling = [
        "success", "status", "state", "scan_id", "message", "error", "detail", "progress", "strategies_completed",
        "total_strategies", "percentage", "total_opportunities",
    ]

    private static func write(_ value: JSONValue, indent: String, to text: inout String) {
        guard text.utf8.count < 4 * limit else {
            text += "…"
            return
        }
        switch value {
        case .null, .bool, .number:
            text += PlainText.cut(value.canonicalText, to: 60)
        case .string(let string):
            text += JSONValue.string(PlainText.cut(string, to: 160)).canonicalText
        case .array(let elements):
            guard let first = elements.first else {
                text += "[]"
                return
            }
            text += "[\n\(indent)  "
            self.write(first, indent: indent + "  ", to: &text)
            if elements.count > 1 { text += ",\n\(indent)  … \(elements.count - 1) more" }
            text += "\n\(indent)]"
        case .object(let members):
            guard !members.isEmpty else {
                text += "{}"
                return
            }
            let rank = { (key: String) in telling.firstIndex(of: key) ?? telling.count }
            let sorted = members.sorted { (rank($0.key), $0.key) < (rank($1.key), $1.key) }
            let lines = sorted.prefix(24).map { key, value in
                var line = "\(indent)  \(JSONValue.string(PlainText.cut(key, to: 60)).canonicalText): "
                self.write(value, indent: indent + "  ", to: &line)
                return line
            }
            text += "{\n\(lines.joined(separator: ",\n"))"
            if sorted.count > lines.count { text += ",\n\(indent)  … \(sorted.count - lines.count) more" }
            text += "\n\(indent)}"
        }
    }
}
