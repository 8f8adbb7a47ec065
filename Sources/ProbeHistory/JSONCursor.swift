//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A cursor that reads known keys in a known order from compact JSON; it gives up on a line with anything unexpected.
struct JSONCursor {
    /// The line.
    private(set) var bytes: ArraySlice<UInt8> = []
    /// The position of the next byte.
    var position = 0
    private(set) var hasGivenUp = false
    private var texts = InternTable<String>()

    /// Begins a new line.
    mutating func start(_ line: ArraySlice<UInt8>) {
        bytes = line
        position = line.startIndex
        hasGivenUp = false
    }

    /// True if the whole line was read as expected.
    var isAtEnd: Bool { !hasGivenUp && position == bytes.endIndex }

    mutating func giveUp() { hasGivenUp = true }

    /// Reads the beginning of an object.
    mutating func open() { expect(UInt8(ascii: "{")) }

    /// Reads the end of an object; an unexpected field makes the cursor give up.
    mutating func close() { expect(UInt8(ascii: "}")) }

    /// Reads a key, if it is the next one.
    mutating func takes(_ key: StaticString) -> Bool {
        guard !hasGivenUp else { return false }
        var next = position
        if next > bytes.startIndex, bytes[next - 1] != UInt8(ascii: "{") {
            guard byte(next) == UInt8(ascii: ",") else { return false }
            next += 1
        }
        let count = key.utf8CodeUnitCount
        guard next + count + 3 <= bytes.endIndex, bytes[next] == UInt8(ascii: "\""),
            bytes[next + count + 1] == UInt8(ascii: "\""), bytes[next + count + 2] == UInt8(ascii: ":")
        else { return false }
        for index in 0..<count where unsafe key.utf8Start[index] != bytes[next + 1 + index] { return false }
        position = next + count + 3
        return true
    }

    mutating func requiredInt(_ key: StaticString) -> Int {
        guard let value = int(key) else {
            giveUp()
            return 0
        }
        return value
    }

    /// Reads a key with an integer of up to 18 digits.
    mutating func int(_ key: StaticString) -> Int? {
        guard takes(key) else { return nil }
        let isNegative = byte(position) == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let start = position
        var value = 0
        while let digit = self.digit(position), position - start < 18 {
            value = value * 10 + digit
            position += 1
        }
        // A fraction, an exponent, a longer number or a leading zero is left to the general decoder.
        let hasLeadingZero = position > start + 1 && self.digit(start) == 0
        guard position > start, !hasLeadingZero, isAtEndOfValue else {
            giveUp()
            return nil
        }
        return isNegative ? -value : value
    }

    /// Reads a key with a number that has no exponent.
    mutating func double(_ key: StaticString) -> Double? {
        guard takes(key) else { return nil }
        let start = position
        while digit(position) != nil { position += 1 }
        let hasLeadingZero = position > start + 1 && digit(start) == 0
        var isNumber = position > start && !hasLeadingZero
        if isNumber, byte(position) == UInt8(ascii: ".") {
            let point = position
            position += 1
            while digit(position) != nil { position += 1 }
            isNumber = position > point + 1
        }
        guard isNumber, isAtEndOfValue,
            let value = Double(String(decoding: bytes[start..<position], as: UTF8.self))
        else {
            giveUp()
            return nil
        }
        return value
    }

    /// Reads a key with `true` or `false`.
    mutating func bool(_ key: StaticString) -> Bool? {
        guard takes(key) else { return nil }
        for (word, value) in [("true" as StaticString, true), ("false", false)] {
            let end = position + word.utf8CodeUnitCount
            guard end <= bytes.endIndex else { continue }
            let isWord = (0..<word.utf8CodeUnitCount).allSatisfy {
                unsafe word.utf8Start[$0] == bytes[position + $0]
            }
            guard isWord else { continue }
            position = end
            return value
        }
        giveUp()
        return nil
    }

    /// Reads a key with a string.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - isShared: True if other lines are likely to have the same string, which is then kept only once.
    /// - Returns: The string; `nil` when the key is not the next one.
    mutating func string(_ key: StaticString, isShared: Bool = true) -> String? {
        takes(key) ? text(isShared: isShared) : nil
    }

    /// Skips the strings of those of the keys that are present, one after the other.
    ///
    /// - Returns: Their range.
    mutating func pass(_ keys: StaticString...) -> Range<Int> {
        let start = position
        for key in keys where takes(key) { passText() }
        return start..<position
    }

    /// Skips an object.
    ///
    /// - Returns: Its range.
    mutating func passObject() -> Range<Int> {
        let start = position
        guard byte(start) == UInt8(ascii: "{") else {
            giveUp()
            return start..<start
        }
        var depth = 0
        repeat {
            switch byte(position) {
            case UInt8(ascii: "\"")?: passText()
            case UInt8(ascii: "{")?:
                depth += 1
                position += 1
            case UInt8(ascii: "}")?:
                depth -= 1
                position += 1
            case nil: giveUp()
            case _?: position += 1
            }
        } while depth > 0 && !hasGivenUp
        return start..<position
    }

    /// Skips a string.
    private mutating func passText() {
        expect(UInt8(ascii: "\""))
        while let byte = self.byte(position), byte != UInt8(ascii: "\"") {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        expect(UInt8(ascii: "\""))
    }

    /// Skips an object of strings, and reads one of them.
    ///
    /// - Parameter key: The key of the string to read.
    /// - Returns: The string, if present, and its range with its key; the range of the whole object.
    mutating func passStrings(butFor key: StaticString) -> (text: String?, member: Range<Int>, object: Range<Int>) {
        let start = self.position
        var text: String?
        var member = start..<start
        self.open()
        while !hasGivenUp, let byte = self.byte(self.position), byte != UInt8(ascii: "}") {
            let position = self.position
            if takes(key) {
                // Other parsers would read a duplicate differently.
                if text != nil { giveUp() }
                text = self.text(isShared: false)
                member = position..<self.position
            } else {
                if bytes[self.position - 1] != UInt8(ascii: "{") { expect(UInt8(ascii: ",")) }
                passText()
                expect(UInt8(ascii: ":"))
                passText()
            }
        }
        close()
        return (text, member, start..<self.position)
    }

    /// Reads an object of strings.
    mutating func strings() -> [String: String] {
        self.open()
        var members: [String: String] = [:]
        while !hasGivenUp, let byte = self.byte(position), byte != UInt8(ascii: "}") {
            if !members.isEmpty { expect(UInt8(ascii: ",")) }
            guard let key = text(isShared: true) else { break }
            expect(UInt8(ascii: ":"))
            guard let value = text(isShared: true) else { break }
            members[key] = value
        }
        close()
        return members
    }

    private mutating func text(isShared: Bool) -> String? {
        let start = position
        passText()
        guard !hasGivenUp else { return nil }
        let raw = bytes[start + 1..<position - 1]
        // A string this short is stored inline.
        let isShared = isShared && raw.count > 15
        if isShared, let known = texts.value(of: raw) { return known }
        position = start + 1
        guard let text = unescapedText(from: start + 1) else { return nil }
        if isShared { texts.keep(text, of: raw) }
        return text
    }

    /// Reads the rest of a string with its escapes.
    private mutating func unescapedText(from start: Int) -> String? {
        while let byte = self.byte(position), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            position += 1
        }
        var text = bytes[start..<position]
        while let byte = self.byte(position), byte != UInt8(ascii: "\"") {
            position += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            switch self.byte(position) {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(bytes[position])
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            default: giveUp()
            }
            position += 1
        }
        expect(UInt8(ascii: "\""))
        guard !hasGivenUp, let whole = String(validating: text, as: UTF8.self) else {
            giveUp()
            return nil
        }
        return whole
    }

    private var isAtEndOfValue: Bool {
        let byte = self.byte(position)
        return byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}")
    }

    private func digit(_ position: Int) -> Int? {
        guard let byte = self.byte(position), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        return Int(byte - UInt8(ascii: "0"))
    }

    private func byte(_ position: Int) -> UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func expect(_ byte: UInt8) {
        if self.byte(position) == byte { position += 1 } else { giveUp() }
    }
}
