//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// A strict JSON parser that reads its input in one pass and linear time, for any content.
///
/// It requires UTF-8 and rejects byte order marks, commas before a closing bracket, leading zeros, lone surrogates,
/// control characters in strings, and repeated names in an object.
/// Source: RFC 8259; RFC 7493 §2, for names and surrogates.
struct JSONParser {
    /// The maximum nesting depth of arrays and objects.
    static let maximumDepth = 64

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Parses the whole text.
    mutating func parse() throws(JSONFailure) -> JSONValue {
        skipSpace()
        let value = try parseValue()
        skipSpace()
        guard position == bytes.count else { throw .malformed(at: position) }
        return value
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func parseValue() throws(JSONFailure) -> JSONValue {
        switch next {
        case UInt8(ascii: "{"):
            return try nested { (parser: inout JSONParser) throws(JSONFailure) -> JSONValue in
                try parser.parseObject()
            }
        case UInt8(ascii: "["):
            return try nested { (parser: inout JSONParser) throws(JSONFailure) -> JSONValue in
                try parser.parseArray()
            }
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        default: return .number(try parseNumber())
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONFailure) -> JSONValue
    ) throws(JSONFailure) -> JSONValue {
        guard depth < Self.maximumDepth else { throw .tooDeep }
        depth += 1
        position += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func parseObject() throws(JSONFailure) -> JSONValue {
        var members: [String: JSONValue] = [:]
        var names: Set<Name> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            let name = try parseString()
            guard names.insert(Name(text: name)).inserted else { throw .repeatedName(name) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw .malformed(at: position) }
            skipSpace()
            members[name] = try parseValue()
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw .malformed(at: position) }
        return .object(members)
    }

    private mutating func parseArray() throws(JSONFailure) -> JSONValue {
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            skipSpace()
            elements.append(try parseValue())
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw .malformed(at: position) }
        return .array(elements)
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONFailure) -> JSONValue {
        let start = position
        for byte in word.description.utf8 {
            guard take(byte) else { throw .malformed(at: start) }
        }
        return value
    }

    private mutating func parseNumber() throws(JSONFailure) -> Double {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try takeDigits() }
        if take(UInt8(ascii: ".")) { try takeDigits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try takeDigits()
        }
        return Double(String(decoding: bytes[start..<position], as: UTF8.self)) ?? .infinity
    }

    private mutating func takeDigits() throws(JSONFailure) {
        let start = position
        while let next, next.isDigit { position += 1 }
        guard position > start else { throw .malformed(at: position) }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let next, next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 { position += 1 }
    }
}

/// A name by its code points: JSON tells names apart that are equal as text, such as the two ways of writing é.
///
/// The API has no name that is equal to another text, so that of two such members it does not matter which is kept.
private struct Name: Hashable {
    let text: String

    static func == (left: Name, right: Name) -> Bool { left.text.hasSameBytes(as: right.text) }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

// MARK: - Strings

extension JSONParser {
    private mutating func parseString() throws(JSONFailure) -> String {
        guard take(UInt8(ascii: "\"")) else { throw .malformed(at: position) }
        let start = position
        var text: [UInt8] = []
        var copied = position
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw .malformed(at: position) }
            position += 1
            guard byte == UInt8(ascii: "\\") else { continue }
            text += bytes[copied..<position - 1]
            text += try parseEscape()
            copied = position
        }
        text += bytes[copied..<position]
        guard take(UInt8(ascii: "\"")) else { throw .malformed(at: position) }
        guard let string = String(validating: text, as: UTF8.self) else { throw .malformed(at: start) }
        return string
    }

    /// Parses the part of an escape after the backslash, and returns its character in UTF-8.
    private mutating func parseEscape() throws(JSONFailure) -> [UInt8] {
        guard let byte = next else { throw .malformed(at: position) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try parseScalar()).utf8)
        default: throw .malformed(at: position - 1)
        }
    }

    /// Parses four hexadecimal digits and, if they are a high surrogate, the escape of the low one.
    private mutating func parseScalar() throws(JSONFailure) -> Unicode.Scalar {
        let start = position
        var code = try parseCodeUnit()
        if 0xD800..<0xDC00 ~= code {
            guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw .malformed(at: start) }
            let low = try parseCodeUnit()
            guard 0xDC00..<0xE000 ~= low else { throw .malformed(at: start) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw .malformed(at: start) }
        return scalar
    }

    private mutating func parseCodeUnit() throws(JSONFailure) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = next?.hexadecimalDigit else { throw .malformed(at: position) }
            code = code << 4 | digit
            position += 1
        }
        return code
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    fileprivate var hexadecimalDigit: UInt32? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
