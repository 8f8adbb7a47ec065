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
        guard let value = self.parseValue(depth: 0) else { return nil }
        self.skipWhitespace()
        return self.position == self.bytes.count ? value : nil
    }

    private mutating func parseValue(depth: Int) -> JSONValue? {
        self.values += 1
        guard depth < Self.maximumDepth, self.values <= Self.mostValues else { return nil }
        self.skipWhitespace()
        switch self.peek {
        case UInt8(ascii: "{"): return self.parseObject(depth: depth)
        case UInt8(ascii: "["): return self.parseArray(depth: depth)
        case UInt8(ascii: "\""): return self.parseString().map(JSONValue.string)
        case UInt8(ascii: "t"): return self.take("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return self.take("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return self.take("null") ? .null : nil
        default: return self.parseNumber()
        }
    }

    private mutating func parseObject(depth: Int) -> JSONValue? {
        self.position += 1
        var members: [String: JSONValue] = [:]
        self.skipWhitespace()
        if self.take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            self.skipWhitespace()
            guard self.peek == UInt8(ascii: "\""), let key = self.parseString() else { return nil }
            self.skipWhitespace()
            guard self.take(UInt8(ascii: ":")), let value = self.parseValue(depth: depth + 1) else { return nil }
            members[key] = value
            self.skipWhitespace()
            if self.take(UInt8(ascii: "}")) { return .object(members) }
            guard self.take(UInt8(ascii: ",")) else { return nil }
        }
    }

    private mutating func parseArray(depth: Int) -> JSONValue? {
        self.position += 1
        var elements: [JSONValue] = []
        self.skipWhitespace()
        if self.take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            guard let value = self.parseValue(depth: depth + 1) else { return nil }
            elements.append(value)
            self.skipWhitespace()
            if self.take(UInt8(ascii: "]")) { return .array(elements) }
            guard self.take(UInt8(ascii: ",")) else { return nil }
        }
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func parseString() -> String? {
        self.position += 1
        // Most strings have no escapes: they are copied in one piece.
        var content: [UInt8] = []
        var start = self.position
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            if byte == UInt8(ascii: "\"") {
                let rest = self.bytes[start..<self.position]
                self.position += 1
                return String(decoding: content.isEmpty ? rest : content + rest, as: UTF8.self)
            }
            guard byte >= 0x20 else { return nil }
            guard byte == UInt8(ascii: "\\") else {
                self.position += 1
                continue
            }
            content += self.bytes[start..<self.position]
            self.position += 1
            guard let scalar = self.parseEscape() else { return nil }
            content += String(scalar).utf8
            start = self.position
        }
        return nil
    }

    private mutating func parseEscape() -> Unicode.Scalar? {
        guard let byte = self.peek else { return nil }
        self.position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return self.parseUnicodeEscape()
        default: return nil
        }
    }

    private mutating func parseUnicodeEscape() -> Unicode.Scalar? {
        guard let first = self.parseHexQuad() else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        let restart = self.position
        guard self.take("\\u"), let second = self.parseHexQuad(), (0xDC00..<0xE000).contains(second) else {
            self.position = restart
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func parseHexQuad() -> UInt32? {
        guard self.position + 4 <= self.bytes.count else { return nil }
        let digits = self.bytes[self.position..<self.position + 4]
        self.position += 4
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
        switch self.peek {
        case UInt8(ascii: "N"): return self.take("NaN") ? .number("NaN") : nil
        case UInt8(ascii: "I"): return self.take("Infinity") ? .number("Infinity") : nil
        case UInt8(ascii: "-"): if self.take("-Infinity") { return .number("-Infinity") }
        default: break
        }
        let start = self.position
        _ = self.take(UInt8(ascii: "-"))
        // A leading zero must be the only digit: RFC 8259 §6.
        if !self.take(UInt8(ascii: "0")) {
            guard self.takeDigits() else { return nil }
        }
        if self.take(UInt8(ascii: ".")) {
            guard self.takeDigits() else { return nil }
        }
        if self.take(UInt8(ascii: "e")) || self.take(UInt8(ascii: "E")) {
            if !self.take(UInt8(ascii: "+")) { _ = self.take(UInt8(ascii: "-")) }
            guard self.takeDigits() else { return nil }
        }
        return .number(String(decoding: self.bytes[start..<self.position], as: UTF8.self))
    }

    private mutating func takeDigits() -> Bool {
        let start = self.position
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { break }
            self.position += 1
        }
        return self.position > start
    }

    private var peek: UInt8? {
        self.position < self.bytes.count ? self.bytes[self.position] : nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] == byte else { return false }
        self.position += 1
        return true
    }

    private mutating func take(_ word: String) -> Bool {
        guard self.bytes[self.position...].starts(with: word.utf8) else { return false }
        self.position += word.utf8.count
        return true
    }

    private mutating func skipWhitespace() {
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            self.position += 1
        }
    }
}
