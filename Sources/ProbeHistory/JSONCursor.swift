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
        self.bytes = line
        self.position = line.startIndex
        self.hasGivenUp = false
    }

    /// True if the whole line was read as expected.
    var isAtEnd: Bool { !self.hasGivenUp && self.position == self.bytes.endIndex }

    mutating func giveUp() { self.hasGivenUp = true }

    /// Reads the beginning of an object.
    mutating func open() { self.expect(UInt8(ascii: "{")) }

    /// Reads the end of an object; an unexpected field makes the cursor give up.
    mutating func close() { self.expect(UInt8(ascii: "}")) }

    /// Reads a key, if it is the next one.
    mutating func takes(_ key: StaticString) -> Bool {
        guard !self.hasGivenUp else { return false }
        var next = self.position
        if next > self.bytes.startIndex, self.bytes[next - 1] != UInt8(ascii: "{") {
            guard self.byte(next) == UInt8(ascii: ",") else { return false }
            next += 1
        }
        let count = key.utf8CodeUnitCount
        guard next + count + 3 <= self.bytes.endIndex, self.bytes[next] == UInt8(ascii: "\""),
            self.bytes[next + count + 1] == UInt8(ascii: "\""), self.bytes[next + count + 2] == UInt8(ascii: ":")
        else { return false }
        for index in 0..<count where unsafe key.utf8Start[index] != self.bytes[next + 1 + index] { return false }
        self.position = next + count + 3
        return true
    }

    mutating func requiredInt(_ key: StaticString) -> Int {
        guard let value = self.int(key) else {
            self.giveUp()
            return 0
        }
        return value
    }

    /// Reads a key with an integer of up to 18 digits.
    mutating func int(_ key: StaticString) -> Int? {
        guard self.takes(key) else { return nil }
        let isNegative = self.byte(self.position) == UInt8(ascii: "-")
        if isNegative { self.position += 1 }
        let start = self.position
        var value = 0
        while let digit = self.digit(self.position), self.position - start < 18 {
            value = value * 10 + digit
            self.position += 1
        }
        // A fraction, an exponent, a longer number or a leading zero is left to the general decoder.
        let hasLeadingZero = self.position > start + 1 && self.digit(start) == 0
        guard self.position > start, !hasLeadingZero, self.isAtEndOfValue else {
            self.giveUp()
            return nil
        }
        return isNegative ? -value : value
    }

    /// Reads a key with a number that has no exponent.
    mutating func double(_ key: StaticString) -> Double? {
        guard self.takes(key) else { return nil }
        let start = self.position
        while self.digit(self.position) != nil { self.position += 1 }
        let hasLeadingZero = self.position > start + 1 && self.digit(start) == 0
        var isNumber = self.position > start && !hasLeadingZero
        if isNumber, self.byte(self.position) == UInt8(ascii: ".") {
            let point = self.position
            self.position += 1
            while self.digit(self.position) != nil { self.position += 1 }
            isNumber = self.position > point + 1
        }
        guard isNumber, self.isAtEndOfValue,
            let value = Double(String(decoding: self.bytes[start..<self.position], as: UTF8.self))
        else {
            self.giveUp()
            return nil
        }
        return value
    }

    /// Reads a key with `true` or `false`.
    mutating func bool(_ key: StaticString) -> Bool? {
        guard self.takes(key) else { return nil }
        for (word, value) in [("true" as StaticString, true), ("false", false)] {
            let end = self.position + word.utf8CodeUnitCount
            guard end <= self.bytes.endIndex else { continue }
            let isWord = (0..<word.utf8CodeUnitCount).allSatisfy {
                unsafe word.utf8Start[$0] == self.bytes[self.position + $0]
            }
            guard isWord else { continue }
            self.position = end
            return value
        }
        self.giveUp()
        return nil
    }

    /// Reads a key with a string.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - isShared: True if other lines are likely to have the same string, which is then kept only once.
    /// - Returns: The string; `nil` when the key is not the next one.
    mutating func string(_ key: StaticString, isShared: Bool = true) -> String? {
        self.takes(key) ? self.text(isShared: isShared) : nil
    }

    /// Skips the strings of those of the keys that are present, one after the other.
    ///
    /// - Returns: Their range.
    mutating func pass(_ keys: StaticString...) -> Range<Int> {
        let start = self.position
        for key in keys where self.takes(key) { self.passText() }
        return start..<self.position
    }

    /// Skips an object.
    ///
    /// - Returns: Its range.
    mutating func passObject() -> Range<Int> {
        let start = self.position
        guard self.byte(start) == UInt8(ascii: "{") else {
            self.giveUp()
            return start..<start
        }
        var depth = 0
        repeat {
            switch self.byte(self.position) {
            case UInt8(ascii: "\"")?: self.passText()
            case UInt8(ascii: "{")?:
                depth += 1
                self.position += 1
            case UInt8(ascii: "}")?:
                depth -= 1
                self.position += 1
            case nil: self.giveUp()
            case _?: self.position += 1
            }
        } while depth > 0 && !self.hasGivenUp
        return start..<self.position
    }

    /// Skips a string.
    private mutating func passText() {
        self.expect(UInt8(ascii: "\""))
        while let byte = self.byte(self.position), byte != UInt8(ascii: "\"") {
            self.position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        self.expect(UInt8(ascii: "\""))
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
        while !self.hasGivenUp, let byte = self.byte(self.position), byte != UInt8(ascii: "}") {
            let position = self.position
            if self.takes(key) {
                // Other parsers would read a duplicate differently.
                if text != nil { self.giveUp() }
                text = self.text(isShared: false)
                member = position..<self.position
            } else {
                if self.bytes[self.position - 1] != UInt8(ascii: "{") { self.expect(UInt8(ascii: ",")) }
                self.passText()
                self.expect(UInt8(ascii: ":"))
                self.passText()
            }
        }
        self.close()
        return (text, member, start..<self.position)
    }

    /// Reads an object of strings.
    mutating func strings() -> [String: String] {
        self.open()
        var members: [String: String] = [:]
        while !self.hasGivenUp, let byte = self.byte(self.position), byte != UInt8(ascii: "}") {
            if !members.isEmpty { self.expect(UInt8(ascii: ",")) }
            guard let key = self.text(isShared: true) else { break }
            self.expect(UInt8(ascii: ":"))
            guard let value = self.text(isShared: true) else { break }
            members[key] = value
        }
        self.close()
        return members
    }

    private mutating func text(isShared: Bool) -> String? {
        let start = self.position
        self.passText()
        guard !self.hasGivenUp else { return nil }
        let raw = self.bytes[start + 1..<self.position - 1]
        // A string this short is stored inline.
        let isShared = isShared && raw.count > 15
        if isShared, let known = self.texts.value(of: raw) { return known }
        self.position = start + 1
        guard let text = self.unescapedText(from: start + 1) else { return nil }
        if isShared { self.texts.keep(text, of: raw) }
        return text
    }

    /// Reads the rest of a string with its escapes.
    private mutating func unescapedText(from start: Int) -> String? {
        while let byte = self.byte(self.position), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            self.position += 1
        }
        var text = self.bytes[start..<self.position]
        while let byte = self.byte(self.position), byte != UInt8(ascii: "\"") {
            self.position += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            switch self.byte(self.position) {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(self.bytes[self.position])
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            default: self.giveUp()
            }
            self.position += 1
        }
        self.expect(UInt8(ascii: "\""))
        guard !self.hasGivenUp, let whole = String(validating: text, as: UTF8.self) else {
            self.giveUp()
            return nil
        }
        return whole
    }

    private var isAtEndOfValue: Bool {
        let byte = self.byte(self.position)
        return byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}")
    }

    private func digit(_ position: Int) -> Int? {
        guard let byte = self.byte(position), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        return Int(byte - UInt8(ascii: "0"))
    }

    private func byte(_ position: Int) -> UInt8? { position < self.bytes.endIndex ? self.bytes[position] : nil }

    private mutating func expect(_ byte: UInt8) {
        if self.byte(self.position) == byte { self.position += 1 } else { self.giveUp() }
    }
}
