//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A text in which any character may stand escaped, as JSON, addresses and HTML do it, and one escape within another.
///
/// Sources: RFC 8259 §7, RFC 3986 §2.1, HTML Living Standard §13.5.
struct EscapedText {
    /// The maximum depth of escapes: a link in an attribute in a JSON text has three.
    static let deepest = 3
    /// The longest escape that is read, in bytes: two code units of JSON, in references of HTML, in JSON.
    ///
    /// A power of two less one.
    static let longestUnit = 1023

    /// One unit of the text: a plain byte, or the bytes of an escape.
    struct Unit: Equatable {
        /// The bytes, the first one highest.
        private var packed: UInt32
        /// The number of bytes: 1 to 4.
        private(set) var count: Int
        /// The position after the unit.
        var end: Int

        init(_ byte: UInt8, end: Int) {
            packed = UInt32(byte) << 24
            count = 1
            self.end = end
        }

        init(_ scalar: Unicode.Scalar, end: Int) {
            packed = 0
            count = 0
            self.end = end
            for byte in String(scalar).utf8 {
                packed |= UInt32(byte) << UInt32(24 - 8 * count)
                count += 1
            }
        }

        subscript(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: packed >> UInt32(24 - 8 * index)) }

        /// The byte, if it is the only one.
        var byte: UInt8? { count == 1 ? self[0] : nil }
    }

    let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    /// Returns true if an escape may begin with a byte.
    static func mayBeginEscape(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "&")
            || byte == UInt8(ascii: "+")
    }

    /// Returns true if an escape may begin anywhere.
    ///
    /// - Parameter asideFromPlus: True if plus signs do not count, which may stand for spaces.
    /// - Returns: True if there is such a place.
    func hasEscapes(asideFromPlus: Bool) -> Bool {
        bytes.contains { Self.mayBeginEscape($0) && !(asideFromPlus && $0 == UInt8(ascii: "+")) }
    }

    /// Reads what stands at a place once that many escapes are taken off; `nil` at the end of the text.
    ///
    /// - Parameters:
    ///   - place: The position in the text.
    ///   - depth: The number of escapes that are taken off.
    ///   - isLazy: True if a backslash that was escaped itself takes the next character as it stands: `&#92;\n` is a
    ///     backslash and an `n` then, and otherwise a backslash and a line feed.
    /// - Returns: The unit with its end; `nil` at the end of the text.
    func unit(at place: Int, depth: Int, isLazy: Bool = false) -> Unit? {
        guard place < bytes.count else { return nil }
        let byte = bytes[place]
        guard depth > 0, Self.mayBeginEscape(byte) else { return Unit(byte, end: place + 1) }
        guard let first = self.unit(at: place, depth: depth - 1, isLazy: isLazy) else { return nil }
        guard let leader = first.byte,
            let unit = escape(leader, from: first.end, depth: depth - 1, isLazy: isLazy),
            unit.end - place <= Self.longestUnit
        else { return first }
        return unit
    }

    private func escape(_ leader: UInt8, from place: Int, depth: Int, isLazy: Bool) -> Unit? {
        switch leader {
        case UInt8(ascii: "%"):
            number(from: place, digits: 2, depth: depth).map {
                Unit(UInt8(truncatingIfNeeded: $0.value), end: $0.end)
            }
        case UInt8(ascii: "\\"): backslash(from: place, depth: depth, isLazy: isLazy)
        case UInt8(ascii: "&"): reference(from: place, depth: depth)
        // The query of an address writes a space so: WHATWG URL Standard §5.1.
        case UInt8(ascii: "+"): Unit(UInt8(ascii: " "), end: place)
        default: nil
        }
    }

    /// Reads so many hexadecimal digits.
    private func number(from place: Int, digits: Int, depth: Int) -> (value: UInt32, end: Int)? {
        var value: UInt32 = 0
        var end = place
        for _ in 0..<digits {
            guard let unit = self.unit(at: end, depth: depth), let digit = Self.digit(unit.byte, radix: 16) else {
                return nil
            }
            value = value << 4 | digit
            end = unit.end
        }
        return (value, end)
    }

    private static func digit(_ byte: UInt8?, radix: UInt32) -> UInt32? {
        guard let byte else { return nil }
        let digit: UInt32
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = UInt32(byte - UInt8(ascii: "A")) + 10
        default: return nil
        }
        return digit < radix ? digit : nil
    }
}

// MARK: - JSON

extension EscapedText {
    private func backslash(from place: Int, depth: Int, isLazy: Bool) -> Unit? {
        guard let next = unit(at: place, depth: isLazy ? 0 : depth), let byte = next.byte else { return nil }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"):
            return Unit(byte, end: next.end)
        case UInt8(ascii: "b"): return Unit(0x08, end: next.end)
        case UInt8(ascii: "f"): return Unit(0x0C, end: next.end)
        case UInt8(ascii: "n"): return Unit(0x0A, end: next.end)
        case UInt8(ascii: "r"): return Unit(0x0D, end: next.end)
        case UInt8(ascii: "t"): return Unit(0x09, end: next.end)
        // Not JSON's, but what programs write into logs.
        case UInt8(ascii: "x"):
            return number(from: next.end, digits: 2, depth: depth)
                .map { Unit(UInt8(truncatingIfNeeded: $0.value), end: $0.end) }
        case UInt8(ascii: "u"): return codeUnit(from: next.end, depth: depth)
        default: return nil
        }
    }

    private func codeUnit(from place: Int, depth: Int) -> Unit? {
        guard let first = number(from: place, digits: 4, depth: depth) else { return nil }
        if let scalar = Unicode.Scalar(first.value) { return Unit(scalar, end: first.end) }
        guard (0xD800..<0xDC00).contains(first.value), let backslash = unit(at: first.end, depth: depth),
            backslash.byte == UInt8(ascii: "\\"), let letter = unit(at: backslash.end, depth: depth),
            letter.byte == UInt8(ascii: "u"), let second = number(from: letter.end, digits: 4, depth: depth),
            (0xDC00..<0xE000).contains(second.value),
            let scalar = Unicode.Scalar(0x10000 + (first.value - 0xD800) << 10 + (second.value - 0xDC00))
        else { return nil }
        return Unit(scalar, end: second.end)
    }
}

// MARK: - HTML

extension EscapedText {
    /// The names of the characters that stand in passwords, tokens and addresses.
    private static let names: [String: UInt8] = [
        "amp": UInt8(ascii: "&"), "AMP": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "LT": UInt8(ascii: "<"),
        "gt": UInt8(ascii: ">"), "GT": UInt8(ascii: ">"), "quot": UInt8(ascii: "\""), "QUOT": UInt8(ascii: "\""),
        "apos": UInt8(ascii: "'"), "sol": UInt8(ascii: "/"), "bsol": UInt8(ascii: "\\"), "plus": UInt8(ascii: "+"),
        "equals": UInt8(ascii: "="), "percnt": UInt8(ascii: "%"), "commat": UInt8(ascii: "@"),
        "colon": UInt8(ascii: ":"), "semi": UInt8(ascii: ";"), "comma": UInt8(ascii: ","),
        "period": UInt8(ascii: "."), "excl": UInt8(ascii: "!"), "num": UInt8(ascii: "#"),
        "dollar": UInt8(ascii: "$"), "lpar": UInt8(ascii: "("), "rpar": UInt8(ascii: ")"),
        "ast": UInt8(ascii: "*"), "lowbar": UInt8(ascii: "_"), "grave": UInt8(ascii: "`"),
        "quest": UInt8(ascii: "?"), "lsqb": UInt8(ascii: "["), "rsqb": UInt8(ascii: "]"),
        "lcub": UInt8(ascii: "{"), "rcub": UInt8(ascii: "}"), "verbar": UInt8(ascii: "|"), "Hat": UInt8(ascii: "^"),
        "Tab": 0x09, "NewLine": 0x0A,
    ]
    private static let longestName = 7
    private static let mostDigits = 8

    private func reference(from place: Int, depth: Int) -> Unit? {
        guard let first = self.unit(at: place, depth: depth) else { return nil }
        if first.byte == UInt8(ascii: "#") { return numericReference(from: first.end, depth: depth) }
        var name: [UInt8] = []
        var end = place
        while let unit = self.unit(at: end, depth: depth), let byte = unit.byte {
            end = unit.end
            if byte == UInt8(ascii: ";") {
                return Self.names[String(decoding: name, as: UTF8.self)].map { Unit($0, end: end) }
            }
            let isLetter = (UInt8(ascii: "A")...UInt8(ascii: "z")).contains(byte)
            guard isLetter, name.count < Self.longestName else { return nil }
            name.append(byte)
        }
        return nil
    }

    private func numericReference(from place: Int, depth: Int) -> Unit? {
        var radix: UInt32 = 10
        var end = place
        if let mark = self.unit(at: place, depth: depth), let byte = mark.byte, byte | 0x20 == UInt8(ascii: "x") {
            radix = 16
            end = mark.end
        }
        var value: UInt32 = 0
        var digits = 0
        while let unit = self.unit(at: end, depth: depth) {
            end = unit.end
            if unit.byte == UInt8(ascii: ";") {
                return digits == 0 ? nil : Unicode.Scalar(value).map { Unit($0, end: end) }
            }
            // Eight digits fit into 32 bits in either radix.
            guard digits < Self.mostDigits, let digit = Self.digit(unit.byte, radix: radix) else { return nil }
            value = value * radix + digit
            digits += 1
        }
        return nil
    }
}
