//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A parser of RFC 8259 JSON, with `NaN`, `Infinity` and `-Infinity` in addition.
///
/// It returns `nil` instead of an error: the prober only needs to know that a body is not JSON.
struct JSONParser {
    /// The maximum nesting depth, so that a hostile body cannot exhaust the stack.
    private static let maximumDepth = 128

    /// The maximum number of values in a text: each takes many times its bytes in memory.
    private static let mostValues = 500_000

    private let bytes: [UInt8]
    private var position = 0
    private var values = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Parses the whole text.
    mutating func parseDocument() -> JSONValue? {
        guard let value = parseValue(depth: 0) else { return nil }
        skipWhitespace()
        return position == bytes.count ? value : nil
    }

    private mutating func parseValue(depth: Int) -> JSONValue? {
        values += 1
        guard depth < Self.maximumDepth, values <= Self.mostValues else { return nil }
        skipWhitespace()
        switch peek {
        case UInt8(ascii: "{"): return parseObject(depth: depth)
        case UInt8(ascii: "["): return parseArray(depth: depth)
        case UInt8(ascii: "\""): return parseString().map(JSONValue.string)
        case UInt8(ascii: "t"): return take("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return take("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return take("null") ? .null : nil
        default: return parseNumber()
        }
    }

    private mutating func parseObject(depth: Int) -> JSONValue? {
        position += 1
        var members: [String: JSONValue] = [:]
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipWhitespace()
            guard peek == UInt8(ascii: "\""), let key = parseString() else { return nil }
            skipWhitespace()
            guard take(UInt8(ascii: ":")), let value = parseValue(depth: depth + 1) else { return nil }
            members[key] = value
            skipWhitespace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
    }

    private mutating func parseArray(depth: Int) -> JSONValue? {
        position += 1
        var elements: [JSONValue] = []
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            guard let value = parseValue(depth: depth + 1) else { return nil }
            elements.append(value)
            skipWhitespace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func parseString() -> String? {
        position += 1
        // Most strings have no escapes: they are copied in one piece.
        var content: [UInt8] = []
        var start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let rest = bytes[start..<position]
                position += 1
                return String(decoding: content.isEmpty ? rest : content + rest, as: UTF8.self)
            }
            guard byte >= 0x20 else { return nil }
            guard byte == UInt8(ascii: "\\") else {
                position += 1
                continue
            }
            content += bytes[start..<position]
            position += 1
            guard let scalar = parseEscape() else { return nil }
            content += String(scalar).utf8
            start = position
        }
        return nil
    }

    private mutating func parseEscape() -> Unicode.Scalar? {
        guard let byte = peek else { return nil }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return parseUnicodeEscape()
        default: return nil
        }
    }

    private mutating func parseUnicodeEscape() -> Unicode.Scalar? {
        guard let first = parseHexQuad() else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        let restart = position
        guard take("\\u"), let second = parseHexQuad(), (0xDC00..<0xE000).contains(second) else {
            position = restart
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func parseHexQuad() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        let digits = bytes[position..<position + 4]
        position += 4
        return digits.reduce(UInt32?(0)) { sum, digit in
            guard let sum, let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            return sum << 4 + UInt32(value)
        }
    }
}

// MARK: - Numbers and words

extension JSONParser {
    private mutating func parseNumber() -> JSONValue? {
        // Only a few numbers are words, and the first byte distinguishes all others.
        switch peek {
        case UInt8(ascii: "N"): return take("NaN") ? .number("NaN") : nil
        case UInt8(ascii: "I"): return take("Infinity") ? .number("Infinity") : nil
        case UInt8(ascii: "-"): if take("-Infinity") { return .number("-Infinity") }
        default: break
        }
        let start = position
        _ = take(UInt8(ascii: "-"))
        // A leading zero must be the only digit: RFC 8259 §6.
        if !take(UInt8(ascii: "0")) {
            guard takeDigits() else { return nil }
        }
        if take(UInt8(ascii: ".")) {
            guard takeDigits() else { return nil }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard takeDigits() else { return nil }
        }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func takeDigits() -> Bool {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { break }
            position += 1
        }
        return position > start
    }

    private var peek: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func take(_ word: String) -> Bool {
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }
}
