//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// A text of a call in which `{name}` stands for a value, escaped as its place asks.
enum CallText {
    /// The place of a text in a request, which decides how values are escaped.
    enum Context {
        /// A path: `{name}` is one component, `{+name}` keeps what separates components.
        case path
        /// A value in a query or a form.
        case parameter
        /// The value of a header field.
        case header
        /// A JSON text.
        case json
        /// A text that is sent as it is.
        case plain
    }

    /// A value that a call needs and that nothing gave.
    struct MissingValue: Error, Hashable {
        let name: String
    }

    /// Returns the names in braces, in their order; what is no name is no placeholder.
    static func names(in text: String) -> [String] {
        pieces(of: text).compactMap { piece in
            if case .placeholder(let name, _, _) = piece { name } else { nil }
        }
    }

    /// Returns the text without its placeholders.
    static func withoutPlaceholders(_ text: String) -> String {
        pieces(of: text).map { if case .text(let text) = $0 { String(text) } else { "" } }.joined()
    }

    /// Returns the text with values in the place of their names.
    ///
    /// - Parameters:
    ///   - text: The text; names without a value that the profile does not know stay as they are.
    ///   - context: The place of the text.
    ///   - known: The names that must have a value.
    ///   - value: Returns the value of a name.
    /// - Returns: The filled text.
    /// - Throws: ``MissingValue`` for a known name without a value.
    static func fill(
        _ text: String,
        in context: Context,
        known: (String) -> Bool = { _ in true },
        value: (String) -> String?
    ) throws(MissingValue) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var filled = ""
        var isInString = false
        for piece in pieces(of: text) {
            switch piece {
            case .text(let part):
                filled += part
                if context == .json { isInString = Self.endsInString(part, begins: isInString) }
            case .placeholder(let name, let isReserved, let written):
                guard let value = value(name) else {
                    guard !known(name) else { throw MissingValue(name: name) }
                    filled += written
                    continue
                }
                switch context {
                case .path: filled += isReserved ? AddressText.escapeReserved(value) : AddressText.escape(value)
                case .parameter: filled += AddressText.escape(value)
                case .header:
                    guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { throw MissingValue(name: name) }
                    filled += value
                case .json:
                    let literal = JSONValue.string(value).canonicalText
                    let isNumber = JSONValue(parsing: value)?.double?.isFinite == true
                    filled += isInString ? String(literal.dropFirst().dropLast()) : isNumber ? value : literal
                case .plain: filled += value
                }
            }
        }
        return filled
    }

    private enum Piece {
        case text(Substring)
        case placeholder(name: String, isReserved: Bool, written: Substring)
    }

    private static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        // By bytes: a mark that combines would hide a brace.
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")) {
            let inside = rest.utf8[rest.utf8.index(after: open)...]
            let isReserved = inside.first == UInt8(ascii: "+")
            let name = (isReserved ? inside.dropFirst() : inside).prefix(while: isInName)
            guard !name.isEmpty, name.endIndex < rest.endIndex, rest.utf8[name.endIndex] == UInt8(ascii: "}") else {
                pieces.append(.text(rest[..<inside.startIndex]))
                rest = Substring(inside)
                continue
            }
            let end = rest.utf8.index(after: name.endIndex)
            if open > rest.startIndex { pieces.append(.text(rest[..<open])) }
            pieces.append(
                .placeholder(name: String(Substring(name)), isReserved: isReserved, written: rest[open..<end])
            )
            rest = rest[end...]
        }
        if !rest.isEmpty { pieces.append(.text(rest)) }
        return pieces
    }

    private static func isInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Returns true if a part of a JSON text ends within a string.
    private static func endsInString(_ part: Substring, begins: Bool) -> Bool {
        var isInString = begins
        var isEscaped = false
        for byte in part.utf8 {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = isInString
            } else if byte == UInt8(ascii: "\"") {
                isInString.toggle()
            }
        }
        return isInString
    }
}
