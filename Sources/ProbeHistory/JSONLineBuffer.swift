//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A buffer of compact JSON, written as Foundation's encoder writes it with sorted keys and plain slashes.
struct JSONLineBuffer {
    private(set) var bytes: [UInt8] = []

    /// Forgets the text and keeps its room.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Writes a piece of JSON as it stands.
    mutating func write(raw text: StaticString) {
        text.withUTF8Buffer { text in unsafe bytes.append(contentsOf: text) }
    }

    /// Writes a text in quotes.
    mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        let isPlain = text.withUTF8 { text in
            guard unsafe !text.contains(where: Self.isEscaped) else { return false }
            unsafe bytes.append(contentsOf: text)
            return true
        }
        if !isPlain { for byte in text.utf8 { writeEscaped(byte) } }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a whole number.
    mutating func write(_ number: some FixedWidthInteger) { bytes.append(contentsOf: String(number).utf8) }

    /// Writes a finite number, a whole one without its fraction.
    mutating func write(_ number: Double) {
        let text = number.description
        bytes.append(contentsOf: text.hasSuffix(".0") ? text.dropLast(2).utf8 : text[...].utf8)
    }

    /// Writes yes or no.
    mutating func write(_ value: Bool) { value ? write(raw: "true") : write(raw: "false") }

    /// Writes an object of texts.
    mutating func write(_ members: some Sequence<(key: String, value: String)>) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(member.key)
            bytes.append(UInt8(ascii: ":"))
            write(member.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes an array of texts.
    mutating func write(_ elements: [String]) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write(raw: "\\\"")
        case UInt8(ascii: "\\"): write(raw: "\\\\")
        case 0x08: write(raw: "\\b")
        case 0x09: write(raw: "\\t")
        case 0x0A: write(raw: "\\n")
        case 0x0C: write(raw: "\\f")
        case 0x0D: write(raw: "\\r")
        case 0..<0x20:
            let digits = "0123456789abcdef".utf8.map(\.self)
            write(raw: "\\u00")
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 0x0F)])
        default: bytes.append(byte)
        }
    }
}
