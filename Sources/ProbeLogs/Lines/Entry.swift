//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A parsed line: the places of what matters in its bytes.
struct Entry {
    /// The severities of lines, from the lowest.
    enum Level: UInt8, Comparable {
        case unknown, debug, info, warning, error

        static func < (first: Level, second: Level) -> Bool { first.rawValue < second.rawValue }
    }

    /// A name and a value.
    struct Field {
        var key: Range<Int>
        var value: Range<Int>
        var role: FieldRole
        /// True if the value has escapes of JSON.
        var isEscaped = false
    }

    /// The microseconds since 1970; `nil` for a line without a time of its own.
    var time: Int64?
    var level = Level.unknown
    /// The number of the worker; -1 without one.
    var worker = -1
    /// The certainty that this is the worker's name: explicit, in brackets, an instance.
    var workerRank: UInt8 = 0
    /// The bytes of the innermost line.
    var text = 0..<0
    var message = 0..<0
    var isMessageEscaped = false
    var request = 0..<0
    var trace = 0..<0
    var job = 0..<0
    var path = 0..<0
    var method = 0..<0
    /// The HTTP status; 0 without one.
    var status = 0
    /// The duration in microseconds; -1 without one.
    var took: Int64 = -1
    /// True if the line begins as JSON and is none.
    var isBroken = false
    /// True if the line is a record of its own: with a time, or with fields.
    var isRecord: Bool { time != nil || level != .unknown }
}

/// Names that are known by number, bounded in number.
struct NameTable {
    private var numbers: [UInt64: Int] = [:]
    private(set) var names: [String] = []

    private static let most = 1000

    /// Returns the number of a name; that of `others` once there are too many.
    mutating func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let hash = ByteHash.of(bytes, range)
        if let number = numbers[hash] { return number }
        return add(names.count < Self.most ? LineText.decoded(bytes, range.prefix(120)) : "(others)", hash)
    }

    /// Returns the number of a name.
    mutating func number(_ name: String) -> Int {
        let hash = ByteHash.of(name)
        return numbers[hash] ?? add(name, hash)
    }

    private mutating func add(_ name: String, _ hash: UInt64) -> Int {
        if names.count > Self.most { return Self.most }
        names.append(name)
        numbers[hash] = names.count - 1
        return names.count - 1
    }
}

/// The conversion of bytes to text.
enum LineText {
    /// Returns bytes as text; bytes that are no UTF-8 are replaced.
    static func decoded(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        var copy: [UInt8] = []
        copy.reserveCapacity(range.count)
        for place in range { copy.append(bytes[place]) }
        return String(decoding: copy, as: UTF8.self)
    }

    /// Appends the content of a JSON string without its escapes.
    static func unescape(_ bytes: Span<UInt8>, _ range: Range<Int>, into output: inout [UInt8]) {
        var place = range.lowerBound
        while place < range.upperBound {
            let byte = bytes[place]
            place += 1
            guard byte == Byte.backslash, place < range.upperBound else {
                output.append(byte)
                continue
            }
            let escape = bytes[place]
            place += 1
            switch escape {
            case UInt8(ascii: "n"): output.append(10)
            case UInt8(ascii: "t"): output.append(9)
            case UInt8(ascii: "r"): output.append(13)
            case UInt8(ascii: "b"): output.append(8)
            case UInt8(ascii: "f"): output.append(12)
            case UInt8(ascii: "u"):
                guard var value = hex(bytes, place, range.upperBound) else {
                    output.append(UInt8(ascii: "?"))
                    continue
                }
                place += 4
                if (0xD800..<0xDC00).contains(value), place + 6 <= range.upperBound, bytes[place] == Byte.backslash,
                    let low = hex(bytes, place + 2, range.upperBound), (0xDC00..<0xE000).contains(low)
                {
                    value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
                    place += 6
                }
                let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
                output.append(contentsOf: Array(String(Character(scalar)).utf8))
            default: output.append(escape)
            }
        }
    }

    private static func hex(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt32? {
        guard start + 4 <= end else { return nil }
        var value: UInt32 = 0
        for place in start..<start + 4 {
            guard let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
