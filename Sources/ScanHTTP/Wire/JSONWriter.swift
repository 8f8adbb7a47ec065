//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A writer of JSON text, for bodies that are written often.
///
/// It writes what Foundation's encoder writes with `sortedKeys` and `withoutEscapingSlashes`, as long as the caller adds
/// members in order, at a small part of the cost.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    /// Writes an object.
    mutating func object(_ members: (inout JSONWriter) -> Void) { enclosed(in: "{", "}", members) }

    /// Writes an array of values.
    mutating func array<Value>(_ values: some Sequence<Value>, _ write: (inout JSONWriter, Value) -> Void) {
        enclosed(in: "[", "]") { writer in
            for value in values {
                writer.separate()
                write(&writer, value)
            }
        }
    }

    /// Writes a member of an object.
    mutating func member(_ name: String, _ write: (inout JSONWriter) -> Void) {
        separate()
        string(name)
        bytes.append(UInt8(ascii: ":"))
        write(&self)
    }

    mutating func member(_ name: String, _ value: String) { member(name) { $0.string(value) } }

    mutating func member(_ name: String, _ value: Int) { member(name) { $0.bytes += "\(value)".utf8 } }

    mutating func member(_ name: String, _ value: Bool) { member(name) { $0.bool(value) } }

    /// Writes a member whose value is a number, or null without one.
    mutating func member(_ name: String, _ value: Double?) { member(name) { $0.number(value) } }

    mutating func bool(_ value: Bool) { bytes += (value ? "true" : "false").utf8 }

    /// Writes a number in the shortest form that reads as the same number, or null if it is none that JSON has.
    mutating func number(_ value: Double?) {
        guard let value, value.isFinite else {
            bytes += "null".utf8
            return
        }
        let text = value.description
        bytes += text.hasSuffix(".0") ? text.dropLast(2).utf8 : text[...].utf8
    }

    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x08: bytes += #"\b"#.utf8
            case 0x09: bytes += #"\t"#.utf8
            case 0x0A: bytes += #"\n"#.utf8
            case 0x0C: bytes += #"\f"#.utf8
            case 0x0D: bytes += #"\r"#.utf8
            case 0..<0x20: bytes += [UInt8](#"\u00"#.utf8) + [0x30 + (byte >> 4), Self.digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private mutating func enclosed(in start: Unicode.Scalar, _ end: Unicode.Scalar, _ write: (inout JSONWriter) -> Void)
    {
        bytes.append(UInt8(ascii: start))
        write(&self)
        bytes.append(UInt8(ascii: end))
    }

    /// Writes a comma after a previous value.
    private mutating func separate() {
        guard let last = bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "["), last != UInt8(ascii: ":")
        else { return }
        bytes.append(UInt8(ascii: ","))
    }
}
