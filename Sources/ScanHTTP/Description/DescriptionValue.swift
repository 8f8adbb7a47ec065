//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// A JSON value in the API's description.
enum DescriptionValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case string(String)
    case array([DescriptionValue])
    case object([String: DescriptionValue])

    /// Returns the value as indented JSON text, with sorted members so that equal values give equal bytes.
    func json(indentation: String = "") -> String {
        let inner = indentation + "  "
        switch self {
        case .null: return "null"
        case .bool(let value): return "\(value)"
        case .integer(let value): return "\(value)"
        case .string(let text): return Self.quoted(text)
        case .array(let elements):
            return Self.list(elements.map { $0.json(indentation: inner) }, "[", "]", indentation)
        case .object(let members):
            let lines = members.sorted { $0.key < $1.key }
                .map { "\(Self.quoted($0.key)): \($0.value.json(indentation: inner))" }
            return Self.list(lines, "{", "}", indentation)
        }
    }

    private static func list(_ lines: [String], _ start: String, _ end: String, _ indentation: String) -> String {
        guard !lines.isEmpty else { return start + end }
        return "\(start)\n\(indentation)  " + lines.joined(separator: ",\n\(indentation)  ") + "\n\(indentation)\(end)"
    }

    private static func quoted(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "\"") { quoted, scalar in
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{20}"..."\u{7E}": quoted.unicodeScalars.append(scalar)
            default: quoted += scalar.utf16.map { "\\u" + $0.hexadecimal() }.joined()
            }
        } + "\""
    }
}

extension DescriptionValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(booleanLiteral value: Bool) { self = .bool(value) }

    init(integerLiteral value: Int) { self = .integer(value) }

    init(stringLiteral value: String) { self = .string(value) }

    init(arrayLiteral elements: DescriptionValue...) { self = .array(elements) }

    init(dictionaryLiteral elements: (String, DescriptionValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
}

extension Unicode.Scalar {
    fileprivate var utf16: String.UTF16View { String(self).utf16 }
}
