//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A JSON object that is written member by member, for hashing.
///
/// Writing it cannot fail, so a digest never stands for something that could not be encoded. The bytes are those of
/// `JSONEncoder` without escaped slashes.
package struct CanonicalJSON {
    private var members: [String] = []

    /// Creates an empty object.
    package init() {}

    /// The text of the object.
    package var text: String { "{\(members.joined(separator: ","))}" }

    /// Adds a list of strings.
    package mutating func add(_ name: String, _ values: [String]) {
        append(name, "[\(values.map(Self.quoted).joined(separator: ","))]")
    }

    /// Adds a string.
    package mutating func add(_ name: String, _ value: String) { append(name, Self.quoted(value)) }

    /// Adds a flag.
    package mutating func add(_ name: String, _ value: Bool) { append(name, "\(value)") }

    /// Adds a number; whole ones have no decimals.
    package mutating func add(_ name: String, _ value: Double) {
        let text = "\(value)"
        append(name, text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    private mutating func append(_ name: String, _ value: String) { members.append("\(Self.quoted(name)):\(value)") }

    /// Returns a string in quotes, with the characters escaped that JSON forbids.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{8}": quoted += "\\b"
            case "\t": quoted += "\\t"
            case "\n": quoted += "\\n"
            case "\u{c}": quoted += "\\f"
            case "\r": quoted += "\\r"
            case "\0"..<" ":
                quoted += (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
