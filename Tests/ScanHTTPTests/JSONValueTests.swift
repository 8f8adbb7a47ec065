//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

@testable import ScanHTTP

@Suite struct `JSON of requests` {
    static let rejected = [
        "", " ", "{", "}", "[1,]", #"{"a":1,}"#, "{,}", "[,]", "01", "-", "-01", "1.", ".5", "1e", "1e+", "+1", "NaN",
        "Infinity",
        "nul", "truefalse", "[1 2]", #"{"a" 1}"#, #"{a:1}"#, "{1:2}", "'a'", #""a"#, #""\x""#, #""\u12""#, #""\u12G4""#,
        "\"a\u{1}b\"", "\"a\nb\"", #""\uD800""#, #""\uDC00\uD800""#, #""\uD800\u0041""#, #""\uD800x""#, "1 2", "[]]",
        "// 1\n1",
        "\u{FEFF}{}", "\u{A0}1", "[1\u{B}]", #"{"a":1}{"b":2}"#,
    ]

    @Test(arguments: rejected) func `is refused where it is none`(text: String) {
        #expect(throws: JSONFailure.self) { try JSONValue(parsing: text.utf8) }
    }

    @Test func `is UTF-8 and nothing else`() throws {
        let latin: [UInt8] = [0x22, 0xE4, 0x22]
        let overlong: [UInt8] = [0x22, 0xC0, 0x80, 0x22]
        let surrogate: [UInt8] = [0x22, 0xED, 0xA0, 0x80, 0x22]
        let utf16 = Array(#"{"a":1}"#.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        for bytes in [latin, overlong, surrogate, utf16, utf16.reversed()] {
            #expect(throws: JSONFailure.self) { try JSONValue(parsing: bytes) }
        }
        #expect(try JSONValue(parsing: "\"ä😀\"".utf8) == .string("ä😀"))
    }

    @Test func `is read as it stands`() throws {
        let text = #" { "a" : [ 1 , -0.5e2, true, false, null, "\"\\\/\b\f\n\r\t\u00e4\uD83D\uDE00" ] , "" : { } } "#
        let expected = JSONValue.object([
            "a": .array([
                .number(1), .number(-50), .bool(true), .bool(false), .null,
                .string("\"\\/\u{8}\u{C}\n\r\tä😀"),
            ]),
            "": .object([:]),
        ])
        #expect(try JSONValue(parsing: text.utf8) == expected)
    }

    @Test func `may have numbers beyond all bounds, which are infinite`() throws {
        #expect(try JSONValue(parsing: "1e999".utf8) == .number(.infinity))
        #expect(try JSONValue(parsing: "-1e999".utf8) == .number(-.infinity))
        #expect(try JSONValue(parsing: "1e-999".utf8) == .number(0))
    }

    @Test func `has the numbers that stand in it, to the last bit`() throws {
        var generator = SplitMix(state: 3)
        for _ in 0..<2000 {
            let number = Double(bitPattern: UInt64.random(in: .min ... .max, using: &generator))
            guard number.isFinite else { continue }
            #expect(try JSONValue(parsing: "\(number)".utf8) == .number(number))
        }
    }

    @Test func `has no name twice in an object`() throws {
        #expect(throws: JSONFailure.repeatedName("a")) { try JSONValue(parsing: #"{"a":1,"b":2,"\u0061":3}"#.utf8) }
        #expect(try JSONValue(parsing: #"[{"a":1},{"a":2}]"#.utf8) != .null)
    }

    /// Swift compares strings by canonical equivalence, and RFC 8259 §8.3 names by their code units.
    @Test(arguments: [("\\u00e9", "e\\u0301"), ("\\u2001", "\\u2003"), ("K", "\\u212a"), (";", "\u{37E}")])
    func `has names that are equal as text and other code points`(first: String, second: String) throws {
        let text = "{\"\(first)\":1,\"\(second)\":2,\"force_refresh\":true}"
        guard case .object(let members) = try JSONValue(parsing: text.utf8) else {
            Issue.record("no object")
            return
        }
        #expect(members["force_refresh"] == .bool(true))
        for name in [first, second] {
            let repeated = "{\"\(first)\":1,\"\(second)\":2,\"\(name)\":3}"
            #expect(throws: JSONFailure.self) { try JSONValue(parsing: repeated.utf8) }
        }
    }

    @Test func `is nested 64 deep at most`() throws {
        func nested(_ depth: Int, _ open: String, _ close: String) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        #expect(JSONParser.maximumDepth == 64)
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            #expect(throws: Never.self) { try JSONValue(parsing: nested(64, open, close).utf8) }
            #expect(throws: JSONFailure.tooDeep) { try JSONValue(parsing: nested(65, open, close).utf8) }
        }
        // These arrays are never closed; the parser stops at the maximum depth, long before the end.
        #expect(throws: JSONFailure.tooDeep) { try JSONValue(parsing: String(repeating: "[", count: 65_536).utf8) }
    }

    /// The shapes of the bodies that are timed, each made with about the requested number of bytes.
    enum Shape: CaseIterable, Sendable {
        case objectsInDepth, emptyArrays, longString, escapes, digits, names, spaces, commas

        func text(_ size: Int) -> String {
            func list(_ element: String) -> String {
                "[" + Array(repeating: element, count: size / (element.utf8.count + 1)).joined(separator: ",") + "]"
            }
            return switch self {
            case .objectsInDepth: String(repeating: "[", count: 60) + list("{}") + String(repeating: "]", count: 60)
            case .emptyArrays: list("[]")
            case .longString: "\"" + String(repeating: "ä", count: size / 2) + "\""
            case .escapes: "\"" + String(repeating: #"\u00e4"#, count: size / 6) + "\""
            case .digits: "0." + String(repeating: "7", count: size)
            case .names: "{" + (0..<size / 10).map { "\"n\($0)\":0" }.joined(separator: ",") + "}"
            case .spaces: String(repeating: " ", count: size) + "1"
            case .commas: list(#""a""#)
            }
        }
    }

    @Test(arguments: Shape.allCases) func `costs as its length, whatever it looks like`(shape: Shape) throws {
        func best(_ size: Int) throws -> Duration {
            let bytes = Array(shape.text(size).utf8)
            let clock = ContinuousClock()
            let times = try (0..<7).map { _ in try clock.measure { _ = try JSONValue(parsing: bytes) } }
            return try #require(times.min())
        }
        // Sixteen times the bytes take 16 times the time if it is linear, and 256 times if it is quadratic.
        let ratio = try best(65_536) / best(4096)
        #expect(ratio < 64, "\(ratio)")
    }

    @Test func `is read as Foundation reads it, two thousand texts`() throws {
        var generator = SplitMix(state: 7)
        for _ in 0..<2000 {
            let value = Self.randomValue(depth: 4, &generator)
            let data = try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed])
            let other = try JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed])
            #expect(Self.agree(try JSONValue(parsing: data), other), "\(String(decoding: data, as: UTF8.self))")
        }
    }

    @Test func `that was broken somewhere never traps`() throws {
        var generator = SplitMix(state: 11)
        let text = Array(#"{"a":[1,-2.5e3,"ä\u00e4\uD83D\uDE00",{"b":null,"c":[true,false]}],"d":" "}"#.utf8)
        for _ in 0..<5000 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: .min ... .max, using: &generator), at: place)
                }
            }
            // Foundation's parser is more lenient, so it must accept everything that this parser accepts.
            if (try? JSONValue(parsing: bytes)) != nil {
                let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
                #expect(other != nil, "\(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }
}

extension `JSON of requests` {
    private static func randomValue(depth: Int, _ generator: inout SplitMix) -> Any {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return NSNull()
        case 1: return Bool.random(using: &generator)
        case 2: return Double.random(in: -1e6...1e6, using: &generator)
        case 3: return Int.random(in: -1000...1000, using: &generator)
        case 4: return randomText(&generator)
        case 5:
            return (0..<Int.random(in: 0..<5, using: &generator)).map { _ in randomValue(depth: depth - 1, &generator) }
        default:
            var object: [String: Any] = [:]
            for _ in 0..<Int.random(in: 0..<5, using: &generator) {
                object[randomText(&generator)] = randomValue(depth: depth - 1, &generator)
            }
            return object
        }
    }

    private static func randomText(_ generator: inout SplitMix) -> String {
        let alphabet: [Character] = ["a", "\"", "\\", "/", "\n", "\u{1}", "ä", "€", "😀", " ", "\u{7F}", "\u{2028}"]
        return String(
            (0..<Int.random(in: 0..<8, using: &generator)).compactMap { _ in alphabet.randomElement(using: &generator) }
        )
    }

    private static func agree(_ value: JSONValue, _ other: Any) -> Bool {
        switch (value, other) {
        case (.null, is NSNull): true
        case (.string(let text), let other as String): text == other
        case (.array(let elements), let other as [Any]):
            elements.count == other.count && zip(elements, other).allSatisfy { agree($0, $1) }
        case (.object(let members), let other as [String: Any]):
            members.count == other.count
                && members.allSatisfy { name, value in other[name].map { agree(value, $0) } ?? false }
        case (.bool(let value), let other as NSNumber): value == other.boolValue
        // Foundation converts numbers by way of a decimal, which loses the last bits.
        case (.number(let value), let other as NSNumber):
            abs(value - other.doubleValue) <= 1e-12 * max(1, abs(value))
        default: false
        }
    }
}

/// A random number generator with the same sequence in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
